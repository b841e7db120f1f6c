/**
 * A simulated Manager in a process of its own, with 1,000 groups; prints its URL.
 * `node bench/manager.ts <ms a deployment>`
 */
import { startSimulator } from '../simulator/simulator.ts'
import { worldOf } from '../simulator/world.ts'

const groups = Array.from({ length: 1000 }, (_, index) => `group-${index + 1}`)
const manager = await startSimulator({
  deployMs: Number(process.argv[2] ?? 0),
  world: worldOf({ groups, environments: ['production'] })
})
console.log(manager.url)
