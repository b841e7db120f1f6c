import type { ErrorResponse, Problem } from '../apinizer/failures.ts'
import { explainName, explainSpecialCharacters, readNames } from './names.ts'
import { join, type Classification, type Target } from './outcome.ts'
import type { RunContext } from './settings.ts'

/** A diagnosis that takes longer is left out, ms for each of its requests, which run side by side. */
const limits = { timeoutMs: 3_000 }

type DiagnosisContext = Pick<RunContext, 'listings' | 'settings'>

/** What is more specific than a classification's own explanation. */
type Diagnosed = Pick<Classification, 'explanation' | 'diagnoses' | 'docs'>

/**
 * Finds out which name a refusal is about, because the Manager says the same of project, group and
 * environment, and of a missing right to see them. Reads only, and never decides.
 * @param problem the refusal
 * @returns the classification, with a more specific explanation where the lists tell one
 */
export async function diagnose(
  target: Target,
  classification: Classification,
  problem: Problem,
  context: DiagnosisContext
): Promise<Classification> {
  if (problem.kind !== 'response' || ![400, 403, 404].includes(problem.status)) {
    return classification
  }
  const special = explainSpecialCharacters(target, context.settings.project, problem)
  if (special !== '') {
    return { ...classification, explanation: join(special, classification.explanation) }
  }
  const isManagers = problem.edition !== undefined || problem.status === 404
  return isManagers && !/\bpermissions?\b/i.test(problem.serverMessage)
    ? { ...classification, ...(await diagnoseNames(target, problem, context)) }
    : classification
}

async function diagnoseNames(
  target: Target,
  { defect, serverMessage }: ErrorResponse,
  { listings, settings: { project, operation } }: DiagnosisContext
): Promise<Diagnosed | undefined> {
  const [projects, groups, environments] = await Promise.all([
    listings.listProjects(limits),
    listings.listGroups(limits),
    listings.listEnvironments(limits)
  ])
  // An empty 404, from a server that knows no project either.
  if (defect === 'empty' && !projects.ok && isNotFound(projects.problem)) {
    const explanation = 'No Apinizer API responds at this address: check `url` and its path prefix.'
    return { docs: 'responses-that-are-not-the-managers', explanation }
  }
  const names = [
    { kind: 'project', name: project, listed: readNames(projects) },
    { kind: 'group', name: target.group, listed: readNames(groups) },
    { kind: 'environment', name: target.environment, listed: readNames(environments) }
  ] as const
  const [wrong] = names.flatMap(
    ({ kind, name, listed }) => explainName(name, listed, { kind, project }) ?? []
  )
  if (wrong !== undefined || names.some(({ listed }) => listed === undefined)) {
    return wrong
  }
  const isRead = operation === 'check' || operation === 'verify'
  const permission = isRead ? 'VIEW' : 'MANAGE and DEPLOY_UNDEPLOY'
  const remedy = /privilege/i.test(serverMessage)
    ? `give the token’s user API_MANAGEMENT with ${permission}, and access to the environment.`
    : 'the names are not the cause. Check the log of the Apinizer Manager.'
  return { explanation: `Project, group and environment exist: ${remedy}` }
}

function isNotFound(problem: Problem): boolean {
  return problem.kind === 'response' && problem.status === 404
}

/**
 * Finds out whether an environment that is not deployed exists at all. Reads only, and never decides.
 * @returns the classification, with a more specific explanation where there is no such environment
 */
export async function diagnoseEnvironment(
  { environment }: Target,
  classification: Classification,
  { listings, settings: { project } }: DiagnosisContext
): Promise<Classification> {
  const listed = readNames(await listings.listEnvironments(limits))
  const wrong = explainName(environment, listed, { kind: 'environment', project })
  return { ...classification, ...wrong }
}
