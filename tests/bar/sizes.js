// Lists which text is smaller than 16 pixels, and which target, but for those in a sentence, smaller than 44.
() => {
    const small = textsIn(document.body)
        .map(({within}) => [within, parseFloat(getComputedStyle(within).fontSize)])
        .filter(([, size]) => size < 15.99)
        .map(([it, size]) => `${nameOf(it)} is written in ${size} pixels`);

    const inSentence = it => {
        if (getComputedStyle(it).display !== 'inline') return false;
        const block = blockOf(it);
        return textsIn(block).some(({node, within}) =>
            blockOf(within) === block && !it.contains(within) && /[\p{L}\p{N}]/u.test(node.data));
    };

    const narrow = [...document.querySelectorAll(CONTROLS)]
        .filter(isSeen)
        .map(it => [it, it.getBoundingClientRect()])
        .filter(([it, box]) => (box.width < 43.99 || box.height < 43.99) && !inSentence(it))
        .map(([it, box]) => `${nameOf(it)} is a target of ${Math.round(box.width)} by ${Math.round(box.height)} pixels`);

    return [...new Set([...small, ...narrow])];
}
