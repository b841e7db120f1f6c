export const id = 18;
export const ids = [18];
export const modules = {

/***/ 9018:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   gitHubWith: () => (/* binding */ gitHubWith)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);

/** GitHub gets this long for one call, so that a cancelled run can still close what it opened. */
const callMs = 2_000;
/** @param token the `github-token` input. @throws when this is no workflow run of a repository */
function gitHubWith(token) {
  const octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token);
  const { owner, repo } = _actions_github__WEBPACK_IMPORTED_MODULE_0__/* .context */ ._.repo;
  const log_url = `${_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .context */ ._.serverUrl}/${owner}/${repo}/actions/runs/${_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .context */ ._.runId}`;
  const limit = () => ({ signal: AbortSignal.timeout(callMs) });
  return {
    open: async (environment, type) => {
      const { data } = await octokit.rest.repos.createDeployment({
        owner,
        repo,
        ref: _actions_github__WEBPACK_IMPORTED_MODULE_0__/* .context */ ._.sha,
        environment,
        auto_merge: false,
        required_contexts: [],
        description: 'Apinizer API Proxy Groups',
        ...(type !== undefined && { production_environment: type === 'PRODUCTION' }),
        request: limit()
      });
      // Cut or changed on the way, it may be anything.
      const { id } = Object(data);
      if (typeof id !== 'number')
        throw new Error('GitHub made no deployment');
      return id;
    },
    setStatus: (deployment_id, status) => octokit.rest.repos.createDeploymentStatus({
      owner,
      repo,
      deployment_id,
      log_url,
      ...status,
      request: limit()
    })
  };
}


/***/ })

};
