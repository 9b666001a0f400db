// Lists where the Tab key must stop, in the order of the page, and keeps the elements in `window.stops`.
() => {
    const scrolls = it => /auto|scroll/.test(getComputedStyle(it).overflowX + getComputedStyle(it).overflowY)
        && (it.scrollWidth > it.clientWidth || it.scrollHeight > it.clientHeight);
    window.stops = [...document.body.querySelectorAll('*')].filter(it =>
        // Chromium stops at what scrolls on its own, unless there is something to stop at within.
        it.matches(CONTROLS) && it.tabIndex >= 0 || !it.matches("svg, svg *") && scrolls(it) && !it.querySelector(CONTROLS));
    window.stops = window.stops.filter(it => it.checkVisibility({visibilityProperty: true}));
    return window.stops.map(nameOf);
}
