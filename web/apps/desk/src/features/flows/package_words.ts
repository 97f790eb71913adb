import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "#/shared/ui/ui.tsx";

type Words = Record<string, MessageDescriptor>;
const KINDS: Words = {
  flow: msg`Parcours`, prompt: msg`Message`, queue: msg`File`, calendar: msg`Horaires`, advisor: msg`Conseiller`, feed: msg`Flux d’information`, credential: msg`Secret d’accès`,
};
const STATES: Words = { ready: msg`À vérifier`, applied: msg`Importé`, undone: msg`Annulé` };
const ITEMS: Words = { new: msg`Nouveau`, same: msg`Identique`, conflict: msg`Autre contenu ici` };
const SOUNDS: Words = {
  new: msg`Le paquet apporte un son.`, other: msg`Le son du paquet est un autre.`, gone: msg`Enregistré ici, sans son dans le paquet.`,
};
const LEFT: Words = {
  changed_since: msg`modifié depuis`, published_since: msg`publié depuis : il répond peut-être à quelqu’un`, in_use: msg`sert encore ailleurs`,
};
const ACTS: Words = { make: msg`créé`, change: msg`remplacé`, fill: msg`le vôtre est gardé`, leave: msg`rien à faire` };
const said = (words: Words, code: string) => (words[code] ? i18n._(words[code]) : code);
export const kindSaid = (code: string) => said(KINDS, code);
export const stateSaid = (code: string) => said(STATES, code);
export const itemSaid = (code: string) => said(ITEMS, code);
export const soundSaid = (code: string) => (SOUNDS[code] ? i18n._(SOUNDS[code]) : "");
export const leftSaid = (code: string) => said(LEFT, code);
export const actSaid = (code: string) => said(ACTS, code);
export const toneOf = (state: string): Tone => (({ applied: "good", new: "good", ready: "notice", conflict: "warning" }) as Record<string, Tone>)[state] ?? "plain";
