// Lists what has no room: what is wider than the screen, clipped, crushed, overlapping or covered.
() => {
    const faults = [];
    const root = document.documentElement;
    const scrolls = it => /auto|scroll/.test(getComputedStyle(it).overflowX) && it.scrollWidth > it.clientWidth;

    if (root.scrollWidth > root.clientWidth) {
        faults.push(`the page is ${root.scrollWidth} pixels wide, the screen ${root.clientWidth}`);
    }

    for (const it of document.body.querySelectorAll('*:not(svg *, svg)')) {
        if (!isSeen(it) || getComputedStyle(it).display === 'inline') continue;
        const {overflowX, overflowY} = getComputedStyle(it);
        const across = overflowX !== 'visible' && it.scrollWidth > it.clientWidth + 1;
        const down = overflowY !== 'visible' && it.scrollHeight > it.clientHeight + 1;
        // A table may be scrolled on its own: WCAG 1.4.10 lets what needs two dimensions have them.
        if (down || across && !(it.matches('table') && scrolls(it))) faults.push(`${nameOf(it)} is clipped`);
    }

    const boxes = [];
    for (const {node, within} of textsIn(document.body)) {
        const range = document.createRange();
        range.selectNodeContents(node);
        const lines = [...range.getClientRects()].filter(line => line.width > 0);
        if (lines.length > 3 && lines.length > node.data.trim().length / 2) faults.push(`${nameOf(within)} is crushed`);
        const moved = within.closest('table') && scrolls(within.closest('table'));
        for (const line of lines) {
            if (!moved && (line.left < -1 || line.right > root.clientWidth + 1)) {
                faults.push(`${nameOf(within)} is outside of the screen`);
            }
            const over = document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2);
            if (!moved && over && !over.contains(within) && !within.contains(over)) {
                faults.push(`${nameOf(within)} is covered by ${nameOf(over)}`);
            }
            // The box of a line of text is higher than its characters: only its middle half must be free.
            const [top, bottom] = [line.top + line.height / 4, line.bottom - line.height / 4];
            boxes.push({node, within, top, bottom, left: line.left, right: line.right});
        }
    }

    boxes.sort((one, other) => one.top - other.top);
    boxes.forEach((one, at) => {
        for (let next = at + 1; next < boxes.length; next++) {
            const other = boxes[next];
            if (other.top >= one.bottom - 1) break;
            if (other.node !== one.node && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1) {
                faults.push(`${nameOf(one.within)} and ${nameOf(other.within)} overlap`);
            }
        }
    });
    return [...new Set(faults)];
}
