"use strict";
exports.id = 430;
exports.ids = [430];
exports.modules = {
430:
((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {
__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describeMissing: () => (/* binding */ describeMissing),
/* harmony export */   diagnoseEnvironment: () => (/* binding */ diagnoseEnvironment),
/* harmony export */   diagnoseNames: () => (/* binding */ diagnoseNames),
/* harmony export */   resolveGroups: () => (/* binding */ resolveGroups)
/* harmony export */ });
const timeoutMs = 3_000;
const maxNames = 10;
const minPrefixLength = 3;
const caseSensitive = 'Names are case-sensitive.';
async function diagnoseNames(target, classification, problem, { listings, settings: { project, operation } }) {
	if (await isElsewhere(problem, listings)) {
		const explanation = 'No Apinizer API responds at this address: check `url` and its path prefix.';
		return { ...classification, docs: 'responses-that-are-not-the-managers', explanation };
	}
	const [projects, groups, environments] = await Promise.all([listings.listProjects, listings.listGroups, listings.listEnvironments].map(listNames));
	const checks = [
		{ missing: 'The token’s user sees no project', name: project, available: projects },
		{ missing: `Project ${project} has no group`, name: target.group, available: groups },
		{
			missing: `Project ${project} has no environment`,
			name: target.environment,
			available: environments
		}
	];
	const diagnosis = checks.map(describeMissing).find(text => text !== undefined);
	if (diagnosis !== undefined) {
		return { ...classification, diagnosis, explanation: caseSensitive };
	}
	if (checks.some(({ available }) => available === undefined)) {
		return classification;
	}
	const isRead = operation === 'check' || operation === 'verify';
	const permission = isRead ? 'VIEW' : 'MANAGE and DEPLOY_UNDEPLOY';
	return {
		...classification,
		explanation: 'Project, group and environment exist. If the message names no other cause, a permission is missing: ' +
			`give the token’s user API_MANAGEMENT with ${permission}, and access to the environment.`
	};
}
async function diagnoseEnvironment({ environment }, classification, { listings, settings: { project } }) {
	const diagnosis = describeMissing({
		missing: `Project ${project} has no environment`,
		name: environment,
		available: await listNames(listings.listEnvironments)
	});
	return diagnosis === undefined
		? classification
		: { ...classification, diagnosis, explanation: caseSensitive };
}
async function isElsewhere(problem, { listProjects }) {
	if (problem.kind !== 'response' || problem.status !== 404 || problem.defect !== 'empty') {
		return false;
	}
	const projects = await listProjects({ timeoutMs });
	return !projects.ok && projects.problem.kind === 'response' && projects.problem.status === 404;
}
async function listNames(list) {
	const limits = { timeoutMs };
	const result = await list(limits);
	return result.ok && result.value.unreadable === 0 ? result.value.items : undefined;
}
function describeMissing({ missing, name, available }) {
	if (available === undefined || available.some(one => one.normalize() === name.normalize())) {
		return undefined;
	}
	const nearest = findNearest(name, available);
	const shown = available.slice(0, maxNames).join(', ');
	const rest = available.length - maxNames;
	return [
		`${missing} ${name}.`,
		...(nearest === undefined ? [] : [`Did you mean ${nearest}?`]),
		available.length === 0
			? 'None is available.'
			: `Available: ${shown}${rest > 0 ? ` and ${rest} more` : ''}.`
	].join(' ');
}
function findNearest(name, available) {
	const wanted = simplify(name);
	const candidates = available.map(candidate => ({ candidate, simple: simplify(candidate) }));
	const [extended, ...others] = candidates.filter(({ simple }) => simple.startsWith(wanted));
	if (extended !== undefined && others.length === 0 && wanted.length >= minPrefixLength) {
		return extended.candidate;
	}
	const maxEdits = Math.max(1, Math.floor(wanted.length / 4));
	const [best] = candidates
		.map(({ candidate, simple }) => ({ candidate, edits: countEdits(wanted, simple, maxEdits) }))
		.filter(({ edits }) => edits <= maxEdits)
		.sort((one, other) => one.edits - other.edits);
	return best?.candidate;
}
function simplify(name) {
	return name
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s\p{P}]/gu, '');
}
function countEdits(one, other, limit) {
	const columns = Array.from(other);
	let row = [0, ...columns.map((_, index) => index + 1)];
	for (const [index, character] of Array.from(one).entries()) {
		const next = [index + 1];
		for (const [column, otherCharacter] of columns.entries()) {
			const replaced = (row[column] ?? 0) + (character === otherCharacter ? 0 : 1);
			next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
		}
		row = next;
		if (Math.min(...row) > limit) {
			return Infinity;
		}
	}
	return row.at(-1) ?? 0;
}
function resolveGroups(entries, available) {
	const exclusions = entries.filter(entry => entry.startsWith('!')).map(entry => entry.slice(1));
	const others = entries.filter(entry => !entry.startsWith('!'));
	const names = others.filter(entry => !entry.includes('*')).map(name => name.normalize());
	const isExcluded = (group) => exclusions.some(pattern => matches(pattern, group));
	const unmatched = [];
	const groups = new Set();
	for (const entry of others) {
		if (!entry.includes('*')) {
			groups.add(entry);
			continue;
		}
		const found = available.filter(group => matches(entry, group) && !isExcluded(group));
		if (found.length === 0) {
			unmatched.push(entry);
		}
		for (const group of found.filter(one => !names.includes(one.normalize()))) {
			groups.add(group);
		}
	}
	return { groups: [...groups], unmatched };
}
function matches(pattern, name) {
	const [start = '', ...others] = pattern.normalize().split('*');
	const text = name.normalize();
	const end = others.pop();
	if (end === undefined) {
		return text === start;
	}
	if (!text.startsWith(start) || text.length < start.length + end.length || !text.endsWith(end)) {
		return false;
	}
	const last = text.length - end.length;
	let position = start.length;
	for (const part of others) {
		const found = text.indexOf(part, position);
		if (found === -1 || found + part.length > last) {
			return false;
		}
		position = found + part.length;
	}
	return true;
}
})
};
;