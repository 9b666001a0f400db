// Lists what is not black on white, not in the type of paper, or may be broken, of a page laid out for print.
() => {
    const black = /^rgb\(0, 0, 0\)$/;
    const white = /^rgb\(255, 255, 255\)$|^rgba\(.*, 0\)$/;
    const shown = [...document.querySelectorAll('body, body *:not(svg, svg *)')].filter(isSeen);
    const isKeptWhole = it => it && (/avoid/.test(getComputedStyle(it).breakInside) || isKeptWhole(it.parentElement));
    const isSerif = it => it.closest('code, pre, kbd, samp') || /(^|, )serif$/.test(getComputedStyle(it).fontFamily);
    const points = parseFloat(getComputedStyle(document.body).fontSize) * .75;
    const urlOf = it => it.getAttribute('href');
    const texts = root => [...document.querySelectorAll(root)].map(it => it.textContent.trim().replace(/\s+/g, ' '));
    return {
        faults: [
            ...textsIn(document.body).filter(({within}) => !black.test(getComputedStyle(within).color))
                .map(({within}) => `${nameOf(within)} is not black, but ${getComputedStyle(within).color}`),
            ...shown.filter(it => !white.test(getComputedStyle(it).backgroundColor))
                .map(it => `${nameOf(it)} is not on white, but ${getComputedStyle(it).backgroundColor}`),
            ...textsIn(document.body).filter(({within}) => !isSerif(within))
                .map(({within}) => `${nameOf(within)} is not in a serif typeface`),
            ...Math.abs(points - 11) < .05 ? [] : [`the text is of ${points} points`],
            // What can only be clicked on is of no use on paper, unless its URL is next to it.
            ...[...document.querySelectorAll('svg, button, .button:not([href^="http"])')].filter(isSeen)
                .map(it => `${nameOf(it)} is printed`),
            ...shown.filter(it => it.matches('.document-card, figure, blockquote') && !isKeptWhole(it))
                .map(it => `${nameOf(it)} may be broken`),
        ],
        // What the menu and the skip link say in a row, so that a heading of the same name is not meant.
        screenOnly: texts('nav, body > a[href^="#"]').filter(text => text.length > 9),
        urls: shown.filter(it => it.matches('a[href^="http"]')).map(urlOf),
        headings: shown.filter(it => it.matches('h1, h2, h3, h4, h5, h6')).map(it => it.textContent),
    };
}
