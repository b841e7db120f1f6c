export const id = 371;
export const ids = [371];
export const modules = {

/***/ 3371:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   githubDeployments: () => (/* binding */ githubDeployments)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3259);
/* harmony import */ var _log_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9820);
/* harmony import */ var _untrusted_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5536);




/** GitHub gets this long for one call, so that a cancelled run can still close what it opened. */
const callMs = 2_000;
/**
 * Records a GitHub Deployment for each environment: opened before its first target, closed after its
 * last. Whatever GitHub answers, it only warns.
 * @param token the `github-token` input
 * @param typeOf the type of a wave's environment in the Manager (`PRODUCTION` and so on), where it is known
 */
function githubDeployments(token, typeOf) {
  const octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token);
  const { owner, repo } = _actions_github__WEBPACK_IMPORTED_MODULE_0__/* .context */ ._.repo;
  const runUrl = `${_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .context */ ._.serverUrl}/${owner}/${repo}/actions/runs/${_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .context */ ._.runId}`;
  const opened = new Map();
  const limit = () => ({ signal: AbortSignal.timeout(callMs) });
  const attempt = async (what, call) => {
    try {
      await call();
    }
    catch (error) {
      warn(what, error);
    }
  };
  return {
    waveStarts: wave => attempt(`Opening a GitHub Deployment for ${wave.environment}`, async () => {
      const { environment } = wave;
      const type = await typeOf(wave);
      const { data } = await octokit.rest.repos.createDeployment({
        owner, repo, ref: _actions_github__WEBPACK_IMPORTED_MODULE_0__/* .context */ ._.sha, environment, auto_merge: false, required_contexts: [],
        description: 'Apinizer API Proxy Groups',
        ...(type !== undefined && { production_environment: type === 'PRODUCTION' }),
        request: limit()
      });
      if (!('id' in data))
        throw new Error('GitHub made no deployment');
      opened.set(environment, data.id);
      await octokit.rest.repos.createDeploymentStatus({ owner, repo, deployment_id: data.id, state: 'in_progress', log_url: runUrl, request: limit() });
    }),
    waveEnded: async ({ environment }, outcomes) => {
      const id = opened.get(environment);
      if (id === undefined)
        return;
      await attempt(`Closing the GitHub Deployment for ${environment}`, async () => {
        const address = (0,_untrusted_js__WEBPACK_IMPORTED_MODULE_1__/* .webAddress */ .Dy)(outcomes.findLast(outcome => outcome.accessUrl !== undefined)?.accessUrl);
        await octokit.rest.repos.createDeploymentStatus({
          owner, repo, deployment_id: id, state: stateOf(outcomes), log_url: runUrl,
          description: (0,_untrusted_js__WEBPACK_IMPORTED_MODULE_1__/* .outputText */ .jO)(`${outcomes.filter(_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .isGreen */ .gf).length} of ${outcomes.length} deployed`, 140),
          ...(address !== undefined && { environment_url: address }),
          request: limit()
        });
      });
    }
  };
}
/** `error` where nobody knows, or the run was cancelled. */
function stateOf(outcomes) {
  if (outcomes.every(_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .isGreen */ .gf))
    return 'success';
  return outcomes.some(({ status, reason }) => status === 'unknown' || reason === 'cancelled') ? 'error' : 'failure';
}
function warn(what, error) {
  (0,_log_js__WEBPACK_IMPORTED_MODULE_3__/* .annotateWarning */ .tf)('GitHub Deployment not recorded', `${what}: ${adviceFor(error)} The deployment to Apinizer is not affected.`);
}
function adviceFor(error) {
  const status = error.status;
  const said = error instanceof Error ? error.message : String(error);
  return status === 403 || status === 404 ? `GitHub answered ${status}. Give the job \`permissions: deployments: write\`. (${said})` : `${said}.`;
}


/***/ })

};
