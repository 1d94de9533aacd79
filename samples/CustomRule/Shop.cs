using Referrals;
using Referrals.Explanations;
using Referrals.Serialization;

namespace Bookshop;

/// <summary>All that the application registers, in one place: services.AddReferrals(o => o.AddRules(Shop.Rules).AddProgram(Shop.Program)).</summary>
public static class Shop
{
    /// <summary>The team's own rules, each by the name under which programs ask for it.</summary>
    public static CustomRules Rules { get; } = CustomRules.Empty
        .With(MarginShare.Name, MarginShare.From)
        .With(GrowingThanks.Name, GrowingThanks.From)
        .With(BirthdayMonth.Name, new BirthdayMonth())
        .With(SameHousehold.Name, SameHousehold.From);

    /// <summary>How the rules are called in terms and pages; {2} is the first parameter of a rule in the order of their names.</summary>
    public static ReferralTexts Words { get; } = ReferralTexts.English
        .With("rule.margin-share", "{3} % of what the order earns, up to {2}")
        .With("rule.growing-thanks", "{3} for the first order of a month, {2} more for each one after it, up to {4}")
        .With("condition.birthday-month", "it is the month of {@your friend's|your} birthday");

    /// <summary>The program as JSON, as the marketing team edits it.</summary>
    public static string Json { get; } = ReadJson();

    /// <summary>The program, with everything that it asks of the rules checked.</summary>
    public static ReferralProgram Program { get; } = ProgramJson.Read(Json, Rules);

    private static string ReadJson()
    {
        using var reader = new StreamReader(typeof(Shop).Assembly.GetManifestResourceStream("bookshop.json")!);
        return reader.ReadToEnd();
    }
}
