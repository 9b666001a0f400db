// Lists every visible link with its look in each state that a reader can cause, and whether it needs an underline.
() => {
    const STATES = {link: [], visited: ['visited'], hover: ['hover'], 'visited and hover': ['visited', 'hover'],
        focus: ['focus']};
    // A browser hides what is visited from scripts, and no script can hover: attributes weigh the same in a sheet.
    const restate = rules => {
        for (const rule of rules) {
            if (rule.selectorText) {
                rule.selectorText = rule.selectorText
                    .replace(/:(visited|hover)/g, '[data-$1]').replace(/:focus(-visible)?(?!-)/g, '[data-focus]');
            }
            restate(rule.cssRules ?? []);
        }
    };
    const groundOf = it => {
        if (!it) return 'rgb(255, 255, 255)';
        const {backgroundColor} = getComputedStyle(it);
        return backgroundColor === 'rgba(0, 0, 0, 0)' ? groundOf(it.parentElement) : backgroundColor;
    };
    const lookOf = it => {
        const {color, textDecorationLine, textDecorationColor, outlineStyle, outlineWidth, outlineColor, boxShadow}
            = getComputedStyle(it);
        return {
            color,
            ground: groundOf(it),
            around: groundOf(it.parentElement),
            underline: /underline/.test(textDecorationLine) ? textDecorationColor : '',
            outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth),
            edges: [outlineColor, /^rgb\([^)]*\)/.exec(boxShadow)?.[0] ?? outlineColor],
        };
    };
    const links = [...document.querySelectorAll('a[href]')].filter(it => isSeen(it) && it.textContent.trim());
    const inState = states => {
        for (const it of document.querySelectorAll('*')) {
            for (const state of ['visited', 'hover', 'focus']) it.toggleAttribute(`data-${state}`, states.includes(state));
        }
        return links.map(lookOf);
    };

    for (const sheet of document.styleSheets) restate(sheet.cssRules);
    const looks = Object.entries(STATES).map(([state, states]) => [state, inState(states)]);
    inState([]);
    return links.map((it, at) => ({
        name: nameOf(it),
        // In the head of a page its place says what is a link.
        plain: !it.closest('header'),
        looks: Object.fromEntries(looks.map(([state, all]) => [state, all[at]])),
    }));
}
