using Referrals.Qualification;
using Referrals.Qualification.Conditions;
using Referrals.Terms.Wording;

namespace Referrals.Terms.Composing;

/// <summary>Conditions over fields as clauses. Who somebody is in the host's books is never named.</summary>
internal static class FieldClauses
{
    private static readonly Field RefereeGroup = Field.Referee("segment");
    private static readonly Field ReferrerGroup = Field.Referrer("segment");

    internal static Phrase Of(Condition condition, bool isNegated)
    {
        var not = isNegated ? "not." : "when.";
        return condition switch
        {
            FieldInCondition { Field: var field } when IsPerson(field) => Phrase.Of(not + "chosen." + field.Source),
            FieldInCondition { Field: var field } groups when field == RefereeGroup || field == ReferrerGroup =>
                Phrase.Of(not + "group." + field.Source, PhraseList.Or(groups.Values.Select(static group => Phrase.Named("group", group)))),
            FieldInCondition values => Phrase.Of(
                not + "in", Of(values.Field), PhraseList.Or(values.Values.Select(static value => Phrase.Of("quoted", value)))),
            FieldContainsCondition { Field: var field } when IsPerson(field) => Phrase.Of(not + "chosen." + field.Source),
            FieldContainsCondition contains => Phrase.Of(not + "contains", Of(contains.Field), contains.Text),
            FieldKnownCondition known => Phrase.Of(not + "known", Of(known.Field)),
            FieldNumberCondition number => Phrase.Of(
                "when.number", Of(number.Field), ConditionClauses.Comparing(number.Comparison, number.Limit, isNegated)),
            FieldTimeCondition time => Phrase.Of(not + "during", Of(time.Field), Range(time)),
            _ => throw new InvalidOperationException($"A {condition.GetType().Name} has no words in terms yet."),
        };
    }

    internal static Phrase Of(Field field) => field.Source == FieldSource.Referral
        ? Phrase.Of("field.referral." + field.Name)
        : Phrase.Named($"field.{field.Source.ToString().ToLowerInvariant()}", field.Name);

    private static bool IsPerson(Field field) => field is { Source: FieldSource.Referee or FieldSource.Referrer, Name: "id" };

    private static Phrase Range(FieldTimeCondition time) => (time.From, time.Until) switch
    {
        ({ } from, { } until) => Phrase.Of("range.both", from, until),
        ({ } from, null) => Phrase.Of("range.from", from),
        _ => Phrase.Of("range.until", time.Until!.Value),
    };
}
