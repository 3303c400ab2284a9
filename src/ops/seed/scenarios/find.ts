import { accountant } from './accountant.ts';
import { agency } from './agency.ts';
import { engineering } from './engineering.ts';
import { scenarioNames, type Scenario, type ScenarioName } from './scenario.ts';

const scenarios: Readonly<Record<ScenarioName, Scenario>> = { agency, engineering, accountant };

export function isScenarioName(text: string): text is ScenarioName {
  return (scenarioNames as readonly string[]).includes(text);
}

export function scenarioOf(name: ScenarioName): Scenario {
  return scenarios[name];
}
