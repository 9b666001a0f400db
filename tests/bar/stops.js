// Lists where the Tab key must stop, in the order of the page, and numbers the elements: `data-stop`.
() => {
    const scrolls = it => /auto|scroll/.test(getComputedStyle(it).overflowX + getComputedStyle(it).overflowY)
        && (it.scrollWidth > it.clientWidth || it.scrollHeight > it.clientHeight);
    // Chromium stops at what scrolls on its own, unless there is something to stop at within.
    const isStop = it => it.matches(CONTROLS) && it.tabIndex >= 0
        || !it.matches('svg, svg *') && scrolls(it) && !it.querySelector(CONTROLS);
    return [...document.body.querySelectorAll('*')]
        .filter(it => isStop(it) && it.checkVisibility({visibilityProperty: true}))
        .map((it, number) => {
            it.dataset.stop = number;
            const {left, top, right, bottom} = it.getBoundingClientRect();
            return {name: nameOf(it), kind: kindOf(it), edges: [left, top, right, bottom]};
        });
}
