// Reads a request for a page from each line of input, and writes a line: the list of reasons why its score is not 100.
import {createInterface} from 'node:readline';
import {pathToFileURL} from 'node:url';

const [lighthousePath, launcherPath, chromePath, ...chromeFlags] = process.argv.slice(2);
const {default: lighthouse, desktopConfig} = await import(pathToFileURL(lighthousePath));
const {launch} = await import(pathToFileURL(launcherPath));

// A machine that does other work is slow to load a page, and what is not timed needs no rest after loading.
const PATIENT = {maxWaitForFcp: 120_000, maxWaitForLoad: 120_000, disableFullPageScreenshot: true, logLevel: 'error'};
const ALWAYS = {onlyAudits: ['cumulative-layout-shift']};
const UNTIMED = {pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 100, cpuQuietThresholdMs: 0};

const faultsOf = ({runtimeError, categories, audits}) => {
    const shift = audits['cumulative-layout-shift']?.numericValue;
    return [
        ...(runtimeError ? [runtimeError.message] : []),
        ...Object.values(categories).filter(({score}) => score !== 1).map(({id, score, auditRefs}) => {
            const missed = auditRefs.filter(it => it.weight && audits[it.id].score !== null && audits[it.id].score < 1);
            return `${id} ${Math.round(100 * score)}: ${missed.map(it => it.id).join(', ')}`;
        }),
        ...(shift ? [`layout shift ${shift}`] : []),
    ];
};

const {port, kill} = await launch({chromePath, chromeFlags: ['--headless=new', ...chromeFlags]});
for await (const line of createInterface({input: process.stdin})) {
    const {url, form, categories} = JSON.parse(line);
    const pace = categories.includes('performance') ? {} : UNTIMED;
    const flags = {port, onlyCategories: categories, ...ALWAYS, ...PATIENT, ...pace};
    const {lhr} = await lighthouse(url, flags, form === 'desktop' ? desktopConfig : undefined);
    console.log(JSON.stringify(faultsOf(lhr)));
}
kill();
