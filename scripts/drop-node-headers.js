// Run by npm after an installation. The `node` package keeps the archive that its binary came in, with 67 MB of
// C++ headers; its own bin/node stays. Plain JavaScript, as an old Node of the machine may be what runs it.
import fs from 'node:fs'

const archive = new URL('../node_modules/node/node_modules', import.meta.url)
fs.rmSync(archive, { recursive: true, force: true })
