"""What development needs beside the package: no part of it, never installed with it."""
