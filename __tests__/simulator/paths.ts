/** Paths of the seeded world that the tests of the simulator ask for. */
export const PROJECT = '/apiops/projects/Payments'
export const GROUP = `${PROJECT}/apiProxyGroups/PaymentAPIGroup`
export const ENVIRONMENTS = `${GROUP}/environments/`
export const DEPLOY = `${GROUP}/environments/production/`
export const HISTORY = `${GROUP}/deploy-histories/`
export const ROUTE_HEALTH = `${PROJECT}/apiProxies/payments/environments/production/route-health/`
