using System.Globalization;
using Referrals.Qualification.Guards;
using Referrals.Serialization.Programs.Documents;
using Referrals.Serialization.Programs.Documents.Guards;

namespace Referrals.Serialization.Programs.Guards;

/// <summary>Reads what keeps wrong referrals out.</summary>
internal static class GuardsReader
{
    internal static GuardPolicy Read(GuardsDocument? document, DocumentReader reader)
    {
        if (document is null)
        {
            return GuardPolicy.None;
        }

        var guards = new List<Guard>();
        for (var i = 0; i < document.Checks?.Count; i++)
        {
            if (GuardReader.Read(document.Checks[i], string.Create(CultureInfo.InvariantCulture, $"$.guards.checks[{i}]"), reader) is { } guard)
            {
                guards.Add(guard);
            }
        }

        return new GuardPolicy { GuardList = guards.ToValueList(), Score = Score(document.Score, reader), LateAfter = reader.Window(document.LateAfter, "$.guards.lateAfter"), Review = Review(document.Review, reader) };
    }

    private static GuardScore? Score(ScoreDocument? document, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        const string hold = "$.guards.score.holdAt";
        const string refuse = "$.guards.score.refuseAt";
        var score = new GuardScore(Threshold(document.HoldAt, hold), Threshold(document.RefuseAt, refuse), document.OnlyScore ?? false);
        return reader.Reported(hold) || reader.Reported(refuse) ? null : score;

        int? Threshold(int? value, string path) =>
            value is { } points && reader.InRange(points, 1, GuardPolicy.MaxGuards * Guard.MaxPoints, path) ? points : null;
    }

    private static ReviewRule? Review(ReviewDocument? document, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        const string path = "$.guards.review";
        if (document.Deadline is null)
        {
            reader.Missing($"{path}.deadline", "a window such as { \"days\": 7 }");
        }

        if (document.Silence is null)
        {
            reader.Missing($"{path}.silence", "approves or rejects, which is what it means if nobody reviews in time");
        }

        var silence = reader.Name(document.Silence, GuardNames.Silences, default, $"{path}.silence");
        return reader.Window(document.Deadline, $"{path}.deadline") is { } within ? ReviewRule.Of(within, silence) : null;
    }
}
