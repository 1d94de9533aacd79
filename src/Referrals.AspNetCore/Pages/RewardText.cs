using System.Globalization;
using NodaTime;

namespace Referrals.AspNetCore.Pages;

/// <summary>What a program offers to one side, as the pages say it.</summary>
internal static class RewardText
{
    /// <summary>What a side gets, in the words of a culture; <c>null</c> where it is not one amount that everybody gets.</summary>
    internal static string? Of(ReferralProgram program, Side side, CultureInfo culture, LocalDate on) =>
        AmountOf(program, side, on) is { } amount ? AmountText.Of(amount, culture) : null;

    /// <summary>Read from the terms, so that it is what the program grants: only where all that they say of the side is that it gets the amount.</summary>
    private static Amount? AmountOf(ReferralProgram program, Side side, LocalDate on)
    {
        var section = ProgramTerms.Of(program, side, on: on).Sections.FirstOrDefault(static one => one.Code == "section.own");
        return section is { Sentences: [{ Code: "gets.own", Amounts: [var amount] } sentence] } && sentence.Text == $"You get {amount}." ? amount : null;
    }
}
