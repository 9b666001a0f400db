// Eleventy's settings: the same kinds of pages at the same paths as the Institute's site has.
import anchors from "markdown-it-anchor";
import footnotes from "markdown-it-footnote";
import { dateToRfc3339 } from "@11ty/eleventy-plugin-rss";

const LONG = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });

export default function (config) {
  config.amendLibrary("md", (library) => library.use(anchors).use(footnotes));
  config.addPassthroughCopy("style.css");
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("longDay", (date) => LONG.format(date));
  config.addFilter("rfc3339", dateToRfc3339);
  config.addFilter("first", (list, number) => list.slice(0, number));
  config.addCollection("newest", (all) => {
    const news = all.getFilteredByTag("news").reverse();
    news.forEach((item, at) => {
      item.data.newer = news[at - 1];
      item.data.older = news[at + 1];
    });
    return news;
  });
  config.addCollection("topics", (all) => {
    const byTopic = new Map();
    for (const item of all.getFilteredByTag("news").reverse()) {
      for (const topic of item.data.topics) {
        byTopic.set(topic, [...(byTopic.get(topic) ?? []), item]);
      }
    }
    return [...byTopic].sort().map(([name, items]) => ({ name, items }));
  });
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk", dir: { output: "output" } };
}
