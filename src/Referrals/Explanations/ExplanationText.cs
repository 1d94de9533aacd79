namespace Referrals.Explanations;

internal static class ExplanationText
{
    internal static string ForOperator(Explanation explanation) => explanation.Code;

    internal static string ForParticipant(Explanation explanation) => explanation.Code;
}
