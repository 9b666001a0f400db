// Returns how many news a page lists, which are not next to one column of dates, and where the page ends.
() => {
    const all = [...document.querySelectorAll('main li:has(> time)')].map(it => {
        const [date, words] = ['time', 'time + *'].map(part => it.querySelector(part).getBoundingClientRect());
        return {it, date, words};
    });
    const isBeside = ({date, words}) => words.top < date.bottom && date.right <= words.left
        && date.left === all[0].date.left && words.left === all[0].words.left;
    return {
        count: all.length,
        misplaced: all.filter(entry => !isBeside(entry)).map(({it}) => nameOf(it)),
        end: document.querySelector('footer').getBoundingClientRect().bottom,
    };
}
