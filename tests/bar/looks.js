// Returns what axe may check and a width, a scheme or a preference may change: the shape of a page, and its colors.
() => {
    const SHAPE = ['display', 'visibility', 'opacity', 'position', 'float', 'zIndex', 'overflow', 'clip', 'clipPath',
        'transform', 'content', 'pointerEvents', 'textIndent', 'fontSize', 'fontWeight', 'fontStyle', 'lineHeight'];
    const COLORS = ['color', 'backgroundColor', 'backgroundImage', 'border', 'outline', 'boxShadow', 'textShadow',
        'textDecoration', 'fill', 'stroke', 'filter', 'mixBlendMode'];
    const shape = [], colors = [];
    for (const it of document.querySelectorAll('*')) {
        const {x, y, width, height} = it.getBoundingClientRect();
        shape.push(x, y, width, height, it.scrollWidth, it.scrollHeight);
        for (const part of ['', '::before', '::after']) {
            const style = getComputedStyle(it, part);
            if (part && style.content === 'none') continue;
            shape.push(...SHAPE.map(name => style[name]));
            colors.push(...COLORS.map(name => style[name]));
        }
    }
    return [shape.join(), colors.join()];
}
