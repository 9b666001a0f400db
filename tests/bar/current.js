// Names the current page's link in every menu that looks like another link there.
() => {
    const lookOf = it => ['', '::before', '::after'].map(part => {
        const {color, backgroundColor, textDecoration, fontWeight, border, outline, boxShadow, content}
            = getComputedStyle(it, part);
        return [color, backgroundColor, textDecoration, fontWeight, border, outline, boxShadow, content].join();
    }).join();
    return [...document.querySelectorAll('nav a[aria-current]')].filter(it =>
        [...it.closest('nav').querySelectorAll('a:not([aria-current])')].some(other => lookOf(other) === lookOf(it)))
        .map(it => `${nameOf(it)} looks like any other link of its menu`);
}
