import type { Problem } from '../apinizer/failures.ts'
import { loadNameMatching } from './on-demand.ts'
import type { Classification, Target } from './outcome.ts'
import type { RunContext } from './run-context.ts'

/**
 * Finds out which name a refusal is about, because the Manager says the same of project, group and
 * environment, and of a missing right to see them. Looks only, and never decides.
 * @param problem the refusal
 * @returns the classification, with a more specific explanation where the look tells one
 */
export async function diagnose(
  target: Target,
  classification: Classification,
  problem: Problem,
  context: Pick<RunContext, 'listings' | 'settings'>
): Promise<Classification> {
  if (!mayBeAboutNames(problem)) {
    return classification
  }
  const { diagnoseNames } = await loadNameMatching()
  return diagnoseNames(target, classification, problem, context)
}

/** Whether a refusal is the Manager's, and does not say that a permission is missing. */
function mayBeAboutNames(problem: Problem): boolean {
  if (problem.kind !== 'response' || ![400, 403, 404].includes(problem.status)) {
    return false
  }
  const isManagers = problem.edition !== undefined || problem.defect === 'empty'
  return isManagers && !/\bpermissions?\b/i.test(problem.serverMessage)
}
