using System.Collections.Frozen;
using System.Globalization;

namespace Referrals.AspNetCore.Dashboard;

/// <summary>The words of the dashboard's pages, by key. Explanations and terms have words of their own, <see cref="Referrals.Explanations.ReferralTexts"/>.</summary>
public sealed class DashboardTexts
{
    private readonly FrozenDictionary<string, string> _texts;

    private DashboardTexts(string language, IEnumerable<KeyValuePair<string, string>> texts)
    {
        Language = language;
        _texts = texts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The language as pages declare it, such as <c>en</c>.</summary>
    public string Language { get; }

    /// <summary>Every text by its key; places such as <c>{0}</c> are filled in.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>The English texts of this package.</summary>
    public static DashboardTexts English { get; } = new("en", EnglishDashboardTexts.All);

    /// <summary>Texts in another language, or in the team's own words; what is not among them is English.</summary>
    /// <param name="language">The language as pages declare it, a BCP 47 tag such as <c>de</c>.</param>
    /// <param name="texts">Texts by the keys of <see cref="English"/>.</param>
    /// <exception cref="ArgumentException">A key is none of <see cref="English"/>.</exception>
    public static DashboardTexts Of(string language, IEnumerable<KeyValuePair<string, string>> texts)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(language);
        ArgumentNullException.ThrowIfNull(texts);
        var all = new Dictionary<string, string>(EnglishDashboardTexts.All, StringComparer.Ordinal);
        foreach (var (key, text) in texts)
        {
            all[all.ContainsKey(key) ? key : throw new ArgumentException($"'{key}' is no key of DashboardTexts.English.", nameof(texts))] = text;
        }

        return new DashboardTexts(language, all);
    }

    /// <summary>The text of a key; the key itself where there is none, so that a page never fails for a word.</summary>
    internal string this[string key] => _texts.GetValueOrDefault(key, key);

    internal string Fill(string key, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, this[key], values);
}
