using System.Globalization;
using NodaTime;
using Referrals.Explanations;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The snippets of docs/terms.md, compiled and run, and its output.</summary>
public sealed class TermsDocTests
{
    [Fact]
    public void Terms_of_the_page_are_what_the_page_shows()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Links("https://shop.example/r/{code}")
            .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR").Within(TimePeriod.Days(60)))
            .RewardReferrer(r => r.Flat(10, "EUR").AtMost(500, "EUR", per: TimeFrame.CalendarMonth))
            .RewardReferee(r => r.Flat(5, "EUR")));
        var terms = ProgramTerms.Of(program, Side.Referrer);
        Console.WriteLine(string.Join(' ', terms.Summary));             // for the page on which people share their link
        Console.WriteLine(terms.ToMarkdown());                          // in full; ToText() for plain text
        var review = ProgramAnalysis.Of(program);
        Console.WriteLine(review.ToText());
        Assert.DoesNotContain(review.Findings, finding => finding.Code == "review.never_holds");

        var page = File.ReadAllText(TestTree.PathOf("docs", "terms.md"));
        Assert.Contains(string.Join(' ', terms.Summary), page.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains(terms.ToText(), page, StringComparison.Ordinal);
        Assert.Contains(review.ToText(), page, StringComparison.Ordinal);
    }

    [Fact]
    public void Terms_of_a_day_leave_other_days_out()
    {
        var program = ReferralProgram.Create("advent", p => p
            .RewardReferrer(r => r.Flat(10, "EUR").Times(2, Condition.OnDates(new LocalDate(2026, 12, 12), new LocalDate(2026, 12, 13)))));

        var today = ProgramTerms.Of(program, Side.Referrer, on: new LocalDate(2026, 12, 5));
        var headline = Offer.Of(program, Side.Referrer, on: new LocalDate(2026, 12, 5)).Headline;

        Assert.DoesNotContain("12 December", today.ToText(), StringComparison.Ordinal);
        Assert.Contains("12 December", ProgramTerms.Of(program, Side.Referrer).ToText(), StringComparison.Ordinal);
        Assert.Equal("Invite friends and get 10.00 EUR", headline);
    }

    [Fact]
    public void Review_knows_more_if_it_is_told_more()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase").AtLeast(50, "EUR")).RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(14))));
        var rules = CustomRules.Empty;
        ReferralInput[] inputs = [Conversion.Of(CustomerId.From("bob"), "order-1", "order", Amount.Of(80, "EUR"))];
        var review = ProgramAnalysis.Of(program, new AnalysisOptions
        {
            Rules = rules,                                              // names of lists, and examples for rules of the application
            RefundPeriod = TimePeriod.Days(30),                         // what holds are held against
            History = AnalysisHistory.Of(inputs),                       // names that nobody reported, refunds that came late
        });

        Assert.Contains(review.Findings, static finding => finding.Code == "review.short_hold");
        Assert.Contains(review.Findings, static finding => finding.Code == "review.unknown_name");
    }

    [Fact]
    public void Words_of_the_page_can_be_used()
    {
        var words = ReferralTexts.English
            .In(CultureInfo.GetCultureInfo("en-GB"))
            .With("event.car.delivered", "{@your friend takes|you take} delivery of a car")
            .With("events.car.delivered", "cars delivered")
            .With("unit.charging-miles", "{0} charging {0#mile|miles}")
            .With("condition.business", "{@your friend buys|you buy} for a company");
        var german = ReferralTexts.German.With("participant.reward.granted", "Du hast dir etwas verdient.");

        Assert.Equal("en-GB", words.Culture.Name);
        Assert.Equal("de-DE", german.Culture.Name);
    }
}
