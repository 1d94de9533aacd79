using System.Globalization;
using System.Text.RegularExpressions;
using Referrals.Explanations;

namespace Referrals.AspNetCore.Dashboard.Requests;

/// <summary>What a form came to, told on the page that follows it: numbers and codes in the address, and no sentence that somebody could make up.</summary>
internal static partial class FormOutcome
{
    private const int MostCodes = 3;

    /// <summary>The query of the page that follows a form.</summary>
    /// <param name="done">How many were decided.</param>
    /// <param name="refused">The codes of those that were refused.</param>
    internal static string After(int done, IReadOnlyCollection<string> refused) => refused.Count == 0
        ? string.Create(CultureInfo.InvariantCulture, $"?done={done}")
        : string.Create(CultureInfo.InvariantCulture, $"?done={done}&not={refused.Count}&why={string.Join(',', refused.Distinct().Take(MostCodes))}");

    internal static string After(params IReadOnlyCollection<Decision> decisions) => After(
        decisions.Count(static decision => decision.IsAccepted),
        [.. decisions.Where(static decision => !decision.IsAccepted).Select(static decision => decision.Code)]);

    internal static IReadOnlyList<string> Of(DashboardRequest request)
    {
        var query = request.Context.Request.Query;
        var told = new List<string>();
        if (Number(query["done"]) is { } done)
        {
            told.Add(done == 1 ? request.Texts["reviews.done.one"] : request.Texts.Fill("reviews.done.many", done));
        }

        if (Number(query["not"]) is { } not && Codes().IsMatch(query["why"].ToString()))
        {
            told.Add(request.Texts.Fill("reviews.not", not, string.Join("; ", query["why"].ToString().Split(',').Select(code => Phrase(request, code)))));
        }

        return told;
    }

    /// <summary>A code in the words of an operator.</summary>
    internal static string Phrase(DashboardRequest request, string code) => new Check { Code = code, Verdict = Verdict.Noted }.ToText(request.Words);

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000 ? number : null;

    [GeneratedRegex(@"\A[a-z_]+\.[a-z_]+(,[a-z_]+\.[a-z_]+){0,2}\z")]
    private static partial Regex Codes();
}
