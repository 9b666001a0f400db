// What all measures of a page need: which elements are visible, and a name for each.

const nameOf = it => {
    const text = (it.getAttribute('aria-label') || it.textContent).trim().replace(/\s+/g, ' ').slice(0, 50);
    return `<${it.localName}${it.classList.length ? '.' + [...it.classList].join('.') : ''}> "${text}"`;
};

// What elements that are styled alike have in common: what they are, and what they are in.
const kindOf = it => it && `${kindOf(it.parentElement)} ${it.localName}.${it.className}`
    + `${it.getAttribute('style')}${it.getAttribute('aria-current')}`;

// Whether an element is visible. What is clipped to nothing is for screen readers, until it has the focus.
const clipped = new Map([[null, false]]);
const isClipped = it => {
    if (!clipped.has(it)) clipped.set(it, getComputedStyle(it).clipPath !== 'none' || isClipped(it.parentElement));
    return clipped.get(it);
};
const isSeen = it => it.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !isClipped(it);

// Every visible text, with the element that it is in.
const textsIn = root => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.data.trim() && isSeen(node.parentElement)) found.push({node, within: node.parentElement});
    }
    return found;
};

const blockOf = it => {
    while (getComputedStyle(it).display === 'inline') it = it.parentElement;
    return it;
};

const CONTROLS = 'a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, '
    + 'audio[controls], video[controls], [tabindex]:not([tabindex^="-"])';
