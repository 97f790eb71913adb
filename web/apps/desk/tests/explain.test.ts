import { i18n } from "@lingui/core";
import { beforeAll, describe, expect, it } from "vitest";
import { blockerSaid, commonest, nextSaid } from "#/features/routing/explain_words.ts";
import { messages } from "#/words/fr.po";

const plain = (text: string) => text.replace(/[\s\u00a0\u202f]+/g, " ");

describe("an explanation", () => {
  beforeAll(() => i18n.loadAndActivate({ locale: "fr", messages: messages as never }));

  it("says a reason with what it is and until when", () => {
    expect(plain(blockerSaid({ code: "wrap_up", until: 50_000, detail: "1.2" }, 10_000))).toBe("est en fin de traitement · encore 40 s au plus");
    expect(plain(blockerSaid({ code: "status", until: 0, detail: "lunch" }, 10_000))).toBe("n’est pas disponible (En repas)");
    expect(blockerSaid({ code: "talking", until: 0, detail: "1.2" }, 10_000)).toBe("est en conversation");
  });

  it("keeps a code that it has no words for, and never an empty reason", () => {
    expect(blockerSaid({ code: "of_tomorrow", until: 0, detail: "" }, 0)).toBe("of_tomorrow");
    expect(nextSaid({ at: 1, code: "of_tomorrow", detail: "", people: 0 }, () => "")).toBe("of_tomorrow");
  });

  it("counts who a ring adds, from one as people do", () => {
    expect(nextSaid({ at: 1, code: "ring_opens", detail: "1", people: 3 }, () => "")).toBe("Le cercle 2 s’ouvre : 3 personnes de plus.");
    expect(nextSaid({ at: 1, code: "wrap_up_ends", detail: "x", people: 0 }, () => "Awa")).toBe("La fin de traitement de Awa s’achève.");
  });

  it("puts first what keeps most", () => {
    expect(commonest({ talking: 2, status: 7, offer: 2 })).toEqual([["status", 7], ["offer", 2], ["talking", 2]]);
  });
});
