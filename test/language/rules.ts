/** A word or a turn of phrase that the project does not use, and what to write instead. docs/writing.md has the rules. */
export interface LanguageRule {
  readonly pattern: RegExp;
  readonly instead: string;
}

const rule = (pattern: RegExp, instead: string): LanguageRule => ({ pattern, instead });

const SENTENCE_START = String.raw`(?:^|[.!?] |// |\* |['"\`>|] ?)`;
const NOT_A_QUESTION = String.raw`(?![^.!]*\?)`;

export const LANGUAGE_RULES: readonly LanguageRule[] = [
  rule(/\b(?:who|what|whom|how)(?:so)?ever\b/i, 'name the actor, or use "any" or "every"'),
  rule(/\bwherever\b/i, '"everywhere" or "in every place where"'),
  rule(/\b(?:some|no|every|any)body\b/i, 'name the actor: "another client", "the operator"'),
  rule(/\bwhom\b/i, 'an active sentence'),
  rule(/\b(?:he|his|him|himself|she)\b/i, 'name the actor, or use "you" or "they"'),
  rule(/\ba person\b|\bpersons\b/i, '"the operator", "a reader"'),
  rule(/\b(?:tells?|telling|told)\b/i, '"reports", "returns", "shows"'),
  rule(/\b(?:stands?|stood|standing)\b/i, '"is", "exists", "applies"'),
  rule(/\bmend(?:s|ed|ing)?\b/i, '"fix"'),
  rule(/\blet(?:s|ting)?(?: \w+)? go\b/i, '"release", "remove"'),
  rule(/\banew\b|\bafresh\b/i, '"again"'),
  rule(/\bmeanwhile\b/i, '"at the same time", "in between"'),
  rule(/\ball the same\b/i, '"anyway"'),
  rule(/\bat the (?:most|least|latest|earliest)\b/i, '"at most", "at least"'),
  rule(/\bfor want of\b|\bin vain\b/i, '"without", "because … is missing"'),
  rule(/\bso (?:many|much|long|often|few)\b/i, '"this many", "up to 20"'),
  rule(/\b(?:come|comes|came) (?:of|to nothing)\b/i, '"results from"'),
  rule(/(?<!there )\b(?:is|are|was|were|be) no (?!longer\b)[a-z]/i, '"is not a …"'),
  rule(/\b(?:has|have|had|is|are|was|were) none\b/i, '"does not have", "is not set"'),
  rule(
    new RegExp(
      `${SENTENCE_START}What (?:is|was|are|were|a|an|the|it|each|no|cannot|can|may|must|has|have|lies|comes|keeps|makes|this|they|every|another|our|its)\\b${NOT_A_QUESTION}`,
    ),
    'start with the thing that the sentence is about',
  ),
  rule(
    new RegExp(`${SENTENCE_START}(?:Who|Whose) \\w+\\b${NOT_A_QUESTION}`),
    'start with the thing that the sentence is about',
  ),
  rule(/\b(?:gives?|gave|given) over\b/i, '"passes", "stops"'),
  rule(/\bput(?:s|ting)? off\b/i, '"defer"'),
  rule(/\bhand(?:s|ed|ing)? (?:it |them |messages? |\w+ )?(?:back|over|out)\b/i, '"return", "requeue"'),
  rule(/\bsuch a one\b|\bno such\b/i, '"does not exist"'),
  rule(/\bat fault\b/i, '"invalid", "wrong"'),
  rule(/\bto have it back\b/i, '"to restore it"'),
  rule(
    /\b(?:lest|thereof|thereby|upon|forth|shall|till|naught|nought|aught|hence|hitherto|henceforth|whence|thus|ere)\b/i,
    'a plain word',
  ),
  rule(
    /\bholds? (?:that|who|what|which|how|this)\b|\b(?:is|are) held\b/i,
    '"checks", "is kept", "is on hold"',
  ),
  rule(/\b(?:is|was|are|were) meant\b/i, '"did you mean", "is intended"'),
  rule(/\blook(?:s|ed|ing)? (?:after|again)\b/i, '"check", "recheck"'),
  rule(/\bas (?:it|they) (?:is|are|was|were)\b/i, '"unchanged"'),
  rule(/\bsays? otherwise\b|\bunless said\b/i, '"unless set"'),
  rule(/\blanes?\b/i, '"queue", "priority"'),
  rule(/\bwitness(?:es)?\b/i, '"actor"'),
];
