"""Texts such as editors write, and how what is published compares with what GitHub shows."""
