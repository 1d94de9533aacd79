using System.Text.Json;
using Referrals.Attribution;

namespace Referrals.Tests.Attribution.Credits;

public sealed class ChannelCreditsTests
{
    private static readonly JourneyRow[] Rows =
        [new("mail > \"quoted\", inc", 1, 100, 0), new("mail > a > b", 1, 10, 0), new("", 2, 5.5, 1), new("seen", 0, 0, 4)];

    [Fact]
    public void Csv_is_quoted_and_reads_back_exactly() => Approvals.Verify(
        ChannelCredits.ToCsv(Total(CreditModel.Linear), Total(CreditModel.First)));

    [Fact]
    public void Json_is_an_array_of_tables()
    {
        var json = ChannelCredits.ToJson(Total(CreditModel.Linear), Total(CreditModel.First));
        Approvals.Verify(json);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(2, document.RootElement.GetArrayLength());
    }

    [Fact]
    public void Numbers_are_written_the_same_in_any_culture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            Assert.Contains("linear,mail,0.8333333333333333,53.333333333333336", ChannelCredits.ToCsv(Total(CreditModel.Linear)), StringComparison.Ordinal);
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void Unknown_channel_has_no_credit() => Assert.Equal((0, 0), (Total(CreditModel.Linear)["x"].Conversions, Total(CreditModel.Linear)["x"].Value));

    [Fact]
    public void Tables_of_different_models_do_not_merge() =>
        Assert.Throws<ArgumentException>(() => Total(CreditModel.Linear).Merge(Total(CreditModel.First)));

    private static ChannelCredits Total(CreditModel model) => model.Total(JourneyRow.Batch(Rows).Spans);
}
