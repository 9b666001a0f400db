// Names every link, control and card that has a background of its own, with whether it has a border.
() => {
    const found = {};
    for (const it of document.body.querySelectorAll(`${CONTROLS}, article`)) {
        const {backgroundColor, borderTopStyle, borderTopWidth} = getComputedStyle(it);
        if (isSeen(it) && !/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) {
            found[nameOf(it)] = borderTopStyle === 'solid' && parseFloat(borderTopWidth) >= 1;
        }
    }
    return found;
}
