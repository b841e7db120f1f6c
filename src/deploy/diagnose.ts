import type { ApinizerClient, CallLimits } from '../apinizer/client.ts'
import type { Problem } from '../apinizer/failures.ts'
import { explainSpecialCharacters, matchName, otherForm } from './names.ts'
import { join, type Classification, type Target } from './outcome.ts'
import type { RunContext } from './settings.ts'

/** A diagnosis that takes longer is left out, ms for each of its requests, which run side by side. */
const timeoutMs = 3_000

type DiagnosisContext = Pick<RunContext, 'listings' | 'settings'>

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
  const { listings } = context
  if (problem.kind !== 'response' || ![400, 403, 404].includes(problem.status)) {
    return classification
  }
  const special = explainSpecialCharacters(target, context.settings.project, problem)
  if (special !== '') {
    return { ...classification, explanation: join(special, classification.explanation) }
  }
  if (await isOtherServer(problem, listings)) {
    const explanation = 'No Apinizer API responds at this address: check `url` and its path prefix.'
    return { ...classification, docs: 'responses-that-are-not-the-managers', explanation }
  }
  const isManagers = problem.edition !== undefined || problem.status === 404
  return isManagers && !/\bpermissions?\b/i.test(problem.serverMessage)
    ? diagnoseNames(target, classification, problem.serverMessage, context)
    : classification
}

async function diagnoseNames(
  target: Target,
  classification: Classification,
  serverMessage: string,
  { listings, settings: { project, operation } }: DiagnosisContext
): Promise<Classification> {
  const [projects, groups, environments] = await Promise.all(
    [listings.listProjects, listings.listGroups, listings.listEnvironments].map(listNames)
  )
  const names = [
    { kind: 'project', name: project, available: projects },
    { kind: 'group', name: target.group, available: groups },
    { kind: 'environment', name: target.environment, available: environments }
  ] as const
  const matches = names.map(
    ({ kind, name, available }) => available && matchName(name, available, { kind, project })
  )
  if (matches.some(match => match?.state === 'other-form')) {
    return { ...classification, explanation: otherForm }
  }
  const [missing] = matches.flatMap(match => (match?.state === 'missing' ? match.missing : []))
  if (missing !== undefined) {
    return { ...classification, diagnoses: [missing], explanation: '' }
  }
  if (matches.includes(undefined)) {
    return classification
  }
  const isRead = operation === 'check' || operation === 'verify'
  const permission = isRead ? 'VIEW' : 'MANAGE and DEPLOY_UNDEPLOY'
  const remedy = /privilege/i.test(serverMessage)
    ? `give the token’s user API_MANAGEMENT with ${permission}, and access to the environment.`
    : 'the names are not the cause. Check the log of the Apinizer Manager.'
  return { ...classification, explanation: `Project, group and environment exist: ${remedy}` }
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
  const available = await listNames(listings.listEnvironments)
  const kind = { kind: 'environment', project } as const
  const match = matchName(environment, available ?? [environment], kind)
  switch (match.state) {
    case 'listed':
      return classification
    case 'other-form':
      return { ...classification, explanation: otherForm }
    case 'missing':
      return { ...classification, diagnoses: [match.missing], explanation: '' }
  }
}

/** Whether an empty 404 comes from a server that knows no project either, and so is no Manager. */
async function isOtherServer(
  problem: Problem,
  { listProjects }: RunContext['listings']
): Promise<boolean> {
  if (problem.kind !== 'response' || problem.status !== 404 || problem.defect !== 'empty') {
    return false
  }
  const projects = await listProjects({ timeoutMs })
  return !projects.ok && projects.problem.kind === 'response' && projects.problem.status === 404
}

async function listNames(
  list: ApinizerClient['listGroups']
): Promise<readonly string[] | undefined> {
  const limits: CallLimits = { timeoutMs }
  const result = await list(limits)
  return result.ok && result.value.isComplete ? result.value.items : undefined
}
