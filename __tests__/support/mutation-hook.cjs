// Loaded into the action's process during a mutation run: leaves behind which mutants it met.
const fs = require('node:fs')

process.on('exit', () => {
  const met = globalThis.__stryker__?.mutantCoverage?.static
  if (met !== undefined) fs.writeFileSync(process.env.MUTANTS_MET, JSON.stringify(met))
})
