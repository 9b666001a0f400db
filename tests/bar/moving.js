// Lists what moves without end, as any style sheet says, and what moves now or would if something changed.
() => {
    const rulesIn = all => [...all].flatMap(rule => [rule, ...rulesIn(rule.cssRules ?? [])]);
    const endless = [...document.styleSheets].flatMap(sheet => rulesIn(sheet.cssRules))
        .filter(({style}) => /animation[^;]*infinite/.test(style?.cssText)).map(({selectorText}) => selectorText);
    const animated = [...document.querySelectorAll('marquee, [repeatCount=indefinite]')].map(nameOf);
    const isTimed = times => times.split(', ').some(time => parseFloat(time) > 0);
    const moving = [...document.querySelectorAll('*')].filter(it => ['', '::before', '::after'].some(part => {
        const {animationName, transitionDuration, scrollBehavior} = getComputedStyle(it, part);
        return animationName !== 'none' || isTimed(transitionDuration) || scrollBehavior === 'smooth';
    }));
    return {endless: [...endless, ...animated], moving: moving.map(nameOf)};
}
