using System.Globalization;

namespace Referrals.AspNetCore.Pages;

/// <summary>All texts of the pages in one language. Each language has every text, since the compiler asks for it.</summary>
internal sealed partial record PageTexts
{
    /// <summary>The language, as in the <c>lang</c> attribute.</summary>
    public required string Language { get; init; }

    /// <summary>The culture of numbers and dates where the request's own is of another language.</summary>
    public required string Culture { get; init; }

    /// <summary>{0} the reward, {1} the product.</summary>
    public required string WelcomeReward { get; init; }

    /// <summary>{0} the product.</summary>
    public required string Welcome { get; init; }

    public required string WelcomeInvited { get; init; }

    /// <summary>The label of a code.</summary>
    public required string YourFriendsCode { get; init; }

    public required string SignUp { get; init; }

    public required string HaveCode { get; init; }

    public required string CodeLabel { get; init; }

    public required string CodeHint { get; init; }

    public required string CodeApply { get; init; }

    public required string CodeWrong { get; init; }

    public required string CodeTooOften { get; init; }

    public required string FormExpired { get; init; }

    public required string Terms { get; init; }

    public required string Skip { get; init; }

    public required string SignInFirst { get; init; }

    /// <summary>The texts of the language that is nearest to a culture, else the English ones.</summary>
    internal static PageTexts For(CultureInfo culture) => culture.TwoLetterISOLanguageName switch
    {
        "de" => German,
        "fr" => French,
        "es" => Spanish,
        _ => English,
    };

    /// <summary>How numbers and dates are written beside these texts: as in the request's culture where it is of the same language.</summary>
    internal CultureInfo FormatOf(CultureInfo culture) =>
        culture.TwoLetterISOLanguageName == Language ? culture : CultureInfo.GetCultureInfo(Culture);

    internal static string Fill(string text, params ReadOnlySpan<string> values)
    {
        for (var place = 0; place < values.Length; place++)
        {
            text = text.Replace("{" + place.ToString(CultureInfo.InvariantCulture) + "}", values[place], StringComparison.Ordinal);
        }

        return text;
    }
}
