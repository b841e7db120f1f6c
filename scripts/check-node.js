// Plain JavaScript, because an older Node, which cannot read TypeScript, has to say what is missing.
const [major] = process.versions.node.split('.')
if (Number(major) < 24) {
  console.error(
    `This needs Node 24, and this is Node ${process.versions.node}: run \`npm ci\` without \`--ignore-scripts\`, ` +
      'which installs Node 24 into this folder.'
  )
  process.exitCode = 1
}
