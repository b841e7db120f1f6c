import type { Root } from 'hast'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import rehypeRaw from 'rehype-raw'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'

/** One job summary on a page: what stands in the card's header, and the HTML below it. */
export type SummaryBody = { heading: string; html: string }

const pipeline = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize, defaultSchema)

/**
 * Reads a job summary as GitHub does: its flavour of Markdown, raw HTML, then its sanitiser.
 * @param markdown the text of GITHUB_STEP_SUMMARY
 * @returns the tree of what is left
 */
export function summaryTree(markdown: string): Promise<Root> {
  return pipeline.run(pipeline.parse(markdown))
}

/**
 * Renders a job summary as GitHub would show it.
 * @param markdown the text of GITHUB_STEP_SUMMARY
 * @returns the HTML of its body
 */
export async function renderSummary(markdown: string): Promise<string> {
  return unified()
    .use(rehypeStringify)
    .stringify(await summaryTree(markdown))
}

/**
 * Puts job summaries on a page of their own that looks like a run's page on GitHub.
 * @param title of the page, as plain text
 * @param bodies the summaries, one card each, in order; the heading is plain text
 * @returns a whole HTML document that loads nothing
 */
export function summaryPage(title: string, bodies: SummaryBody[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${markdownStyle()}${frameStyle}</style>
</head>
<body>
<main>
<h1 class="run">${escape(title)}</h1>
${bodies.map(card).join('\n')}
</main>
</body>
</html>
`
}

function card({ heading, html }: SummaryBody): string {
  return `<section class="card">
<h2 class="head">${escape(heading)}</h2>
<div class="markdown-body">
${html}
</div>
</section>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function markdownStyle(): string {
  return readFileSync(createRequire(import.meta.url).resolve('github-markdown-css'), 'utf8')
}

const frameStyle = `
:root { color-scheme: light dark; --page: #f6f8fa; --card: #fff; --line: #d1d9e0; --text: #1f2328 }
@media (prefers-color-scheme: dark) {
  :root { --page: #010409; --card: #0d1117; --line: #3d444d; --text: #f0f6fc }
}
body {
  margin: 0; background: var(--page); color: var(--text); font-size: 14px; line-height: 1.5;
  font-family: -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif
}
main { max-width: 1012px; margin: 0 auto; padding: 24px 16px }
.run { margin: 0 0 16px; font-size: 20px; font-weight: 600 }
.card { margin-bottom: 16px; background: var(--card); border: 1px solid var(--line); border-radius: 6px }
.head { margin: 0; padding: 16px 16px 0; font-size: 14px; font-weight: 600 }
.card > .markdown-body { padding: 16px; background: transparent }
`
