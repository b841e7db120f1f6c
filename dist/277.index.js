"use strict";
exports.id = 277;
exports.ids = [277];
exports.modules = {
277:
((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {
__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   verifyEnvironment: () => (/* binding */ verifyEnvironment),
/* harmony export */   verifyRoutes: () => (/* binding */ verifyRoutes)
/* harmony export */ });
const maxParallelProbes = 8;
const maxNames = 20;
const maxFindingLength = 1_000;
async function verifyEnvironment(target, isDeployed, poll, mustBeCurrent = false) {
	let listed;
	const result = await poll.untilConfirmed(async () => {
		const response = await poll.client.findEnvironment(target, poll.limit());
		if (!response.ok) {
			return poll.toResult('the Manager did not list the group’s environments', response.problem);
		}
		const { isWhole } = response.value;
		listed = response.value.listed;
		const isMissing = listed === undefined && isWhole;
		const seen = isMissing ? false : listed?.deployed;
		if (seen === undefined) {
			return inconclusive('the Manager does not tell whether the environment is deployed');
		}
		if (seen !== isDeployed) {
			const verb = isDeployed ? 'does not list' : 'still lists';
			return contradicted(`the Manager ${verb} the environment as deployed`);
		}
		if (isDeployed && mustBeCurrent && listed?.redeployRequired === true) {
			return inconclusive('the Manager lists changes of the group that are not deployed');
		}
		const verb = isDeployed ? 'lists' : 'no longer lists';
		return confirmed(`The Manager ${verb} the environment as deployed.`);
	});
	const accessUrl = listed?.deployed === true ? listed.accessUrl : undefined;
	const isCurrent = listed?.redeployRequired === false;
	return { ...result, isCurrent, ...(accessUrl !== undefined && { accessUrl }) };
}
async function verifyRoutes(target, isDeployed, poll) {
	let apiProxies;
	let pending = [];
	return poll.untilConfirmed(async () => {
		if (apiProxies === undefined) {
			const listed = await poll.client.listApiProxies(target.group, poll.limit());
			if (!listed.ok) {
				return poll.toResult('the Manager did not list the group’s API Proxies', listed.problem);
			}
			const { items, unreadable } = listed.value;
			if (unreadable > 0) {
				return inconclusive('the Manager’s list of the group’s API Proxies cannot be read whole');
			}
			apiProxies = items;
			pending = items;
		}
		if (apiProxies.length === 0) {
			const finding = 'the group has no API Proxies, so nothing shows what is served';
			return { ...inconclusive(finding), remedy: 'Use `verify: environment`.' };
		}
		let probes = await probeRoutes(pending, target, isDeployed, poll);
		const arePendingConfirmed = probes.every(({ state }) => state === 'confirmed');
		if (arePendingConfirmed && pending.length < apiProxies.length) {
			probes = await probeRoutes(apiProxies, target, isDeployed, poll);
		}
		pending = probes.filter(({ state }) => state !== 'confirmed').map(({ apiProxy }) => apiProxy);
		return mergeProbes(probes, isDeployed, apiProxies.length);
	});
}
async function probeRoutes(apiProxies, target, isDeployed, poll) {
	const probes = [];
	for (let from = 0; from < apiProxies.length; from += maxParallelProbes) {
		const rest = apiProxies.slice(from);
		if (poll.isTimeUp()) {
			const late = inconclusive('there was no time left to probe it');
			return [...probes, ...rest.map(apiProxy => ({ ...late, apiProxy }))];
		}
		const batch = rest.slice(0, maxParallelProbes).map(async (apiProxy) => {
			const result = await probeRoute(apiProxy, target, isDeployed, poll);
			return { ...result, finding: poll.sanitize(result.finding, maxFindingLength), apiProxy };
		});
		probes.push(...(await Promise.all(batch)));
	}
	return probes;
}
async function probeRoute(apiProxy, { environment }, isDeployed, poll) {
	const health = await poll.client.listRouteHealth(apiProxy, environment, poll.limit());
	if (!health.ok) {
		return poll.toResult('the Manager did not report what its worker pods serve', health.problem);
	}
	const { items, unreadable } = health.value;
	if (unreadable > 0) {
		return inconclusive('the Manager’s list of routes cannot be read whole');
	}
	if (items.length === 0) {
		return inconclusive('the Manager reports no route');
	}
	const results = items.map(isDeployed ? classifyServedRoute : classifyRemovedRoute);
	return (results.find(({ state }) => state === 'contradicted') ??
		results.find(({ state }) => state === 'inconclusive') ??
		confirmed(''));
}
function classifyServedRoute(route) {
	const { pods, podsResponded, deployedInManager, isActive, isInconsistent, isComplete } = route;
	if (podsResponded < 1 || pods.length === 0) {
		return inconclusive('no worker pod responded');
	}
	const idle = pods.filter(({ isServing, error }) => !isServing && error === undefined);
	if (idle.length > 0) {
		const verb = idle.length === 1 ? 'does' : 'do';
		return contradicted(`${idle.map(({ name }) => name).join(', ')} ${verb} not serve it yet`);
	}
	const failed = pods.filter(({ error }) => error !== undefined);
	if (failed.length > 0) {
		return inconclusive(failed.map(({ name, error = '' }) => `${name} could not be probed: ${error}`).join(', '));
	}
	if (isInconsistent) {
		return contradicted('the Manager and its worker pods disagree');
	}
	if (deployedInManager === false) {
		return contradicted('the Manager does not list it as deployed');
	}
	if (!isActive || !isComplete) {
		return contradicted('not every worker pod serves it');
	}
	return confirmed('');
}
function classifyRemovedRoute(route) {
	const { pods, podsResponded, deployedInManager, isActive } = route;
	if (deployedInManager === true) {
		return confirmed('');
	}
	const serving = pods.filter(({ isServing }) => isServing).map(({ name }) => name);
	if (serving.length > 0 || isActive) {
		const names = serving.join(', ') || 'a worker pod';
		const verb = serving.length > 1 ? 'serve' : 'serves';
		return deployedInManager === false
			? contradicted(`${names} still ${verb} it, although it is undeployed (orphan deployment)`)
			: inconclusive(`${names} still ${verb} it, and the Manager does not tell whether it should`);
	}
	if (podsResponded < 1 || pods.some(({ error }) => error !== undefined)) {
		return inconclusive('not every worker pod could be probed');
	}
	return confirmed('');
}
function mergeProbes(probes, isDeployed, total) {
	const failed = probes.filter(({ state }) => state !== 'confirmed');
	const worst = failed.find(({ state }) => state === 'contradicted') ??
		failed.find(({ state }) => state === 'inconclusive') ??
		failed[0];
	if (worst === undefined) {
		return confirmed(isDeployed
			? `Every worker pod serves all API Proxies of the group (${probes.length}).`
			: `No worker pod serves an undeployed API Proxy of the group (${probes.length} probed).`);
	}
	const findings = [...new Set(failed.map(({ finding }) => finding))].map(finding => {
		const concerned = failed.filter(probe => probe.finding === finding);
		const names = concerned.slice(0, maxNames).map(({ apiProxy }) => apiProxy);
		const rest = concerned.length - names.length;
		return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}: ${finding}`;
	});
	const { problem } = worst;
	const isMixed = worst.state === 'unsupported' && failed.length < total;
	const state = isMixed ? 'inconclusive' : worst.state;
	return { state, proof: '', finding: findings.join('; '), ...(problem && { problem }) };
}
function confirmed(proof) {
	return { state: 'confirmed', finding: '', proof };
}
function contradicted(finding) {
	return { state: 'contradicted', finding, proof: '' };
}
function inconclusive(finding) {
	return { state: 'inconclusive', finding, proof: '' };
}
})
};
;