using NodaTime;
using Referrals.Attribution;
using static Referrals.Tests.Attribution.AttributionVectors;

namespace Referrals.Tests.Attribution.ClosedForm;

/// <summary>The closed-form models against totals and shares that independent implementations agree on.</summary>
public sealed class CreditModelVectorTests
{
    private const TwoTouchRule Halved = TwoTouchRule.HalveMiddle;

    private static readonly Dictionary<string, CreditModel> Totals = new()
    {
        ["first"] = CreditModel.First,
        ["last"] = CreditModel.Last,
        ["last_non_c00"] = CreditModel.LastNon("c00"),
        ["linear"] = CreditModel.Linear,
        ["linear_unique"] = CreditModel.LinearUnique,
        ["position_40_20_40"] = CreditModel.Position(40, 20, 40, Halved),
        ["position_30_50_20"] = CreditModel.Position(0.3, 0.5, 0.2, Halved),
        ["position_30_50_20_renorm2"] = CreditModel.Position(30, 50, 20),
        ["j_20_20_60"] = CreditModel.Position(20, 20, 60, Halved),
        ["inverse_j_60_20_20"] = CreditModel.Position(60, 20, 20, Halved),
        ["rank_decay"] = CreditModel.RankDecay,
        ["geometric_0.5"] = CreditModel.Geometric(),
        ["halflife_24h"] = CreditModel.TimeDecay(Duration.FromHours(24)),
        ["halflife_168h"] = CreditModel.TimeDecay(Duration.FromDays(7)),
        ["halflife_720h"] = CreditModel.TimeDecay(Duration.FromDays(30)),
        ["floor_halflife_168h"] = CreditModel.StepDecay(Duration.FromDays(7)),
    };

    private static readonly Dictionary<string, CreditModel> PerTouch = new()
    {
        ["first_click"] = CreditModel.First,
        ["last_click"] = CreditModel.Last,
        ["last_click_non_Direct"] = CreditModel.LastNon("Direct"),
        ["linear"] = CreditModel.Linear,
        ["position_based_0.4_0.2_0.4"] = CreditModel.Position(0.4, 0.2, 0.4, Halved),
        ["position_based_0.3_0.5_0.2"] = CreditModel.Position(0.3, 0.5, 0.2, Halved),
        ["position_based_0.6_0.2_0.2"] = CreditModel.Position(0.6, 0.2, 0.2, Halved),
        ["position_based_0.2_0.2_0.6"] = CreditModel.Position(0.2, 0.2, 0.6, Halved),
        ["position_decay"] = CreditModel.RankDecay,
        ["time_decay_floor_168h"] = CreditModel.StepDecay(Duration.FromHours(168)),
        ["time_decay_halflife_168h"] = CreditModel.TimeDecay(Duration.FromHours(168)),
        ["time_decay_halflife_720h"] = CreditModel.TimeDecay(Duration.FromHours(720)),
    };

    public static TheoryData<string> TotalNames => [.. Totals.Keys];

    [Theory]
    [MemberData(nameof(TotalNames))]
    public void Totals_agree_with_the_oracle(string model) =>
        Agree("synthA/expected_oracle_long.csv", model, Totals[model].Total(Table("synthA/input.csv").Journeys.Spans));

    [Theory]
    [InlineData("first")]
    [InlineData("last")]
    public void First_and_last_agree_to_the_last_bit(string model)
    {
        var credits = Totals[model].Total(Table("synthA/input.csv").Journeys.Spans);
        foreach (var row in Rows("synthA/expected_oracle_long.csv").Where(row => row["model"] == model))
        {
            Assert.Equal(Number(row["conversions"]), credits[row["channel"]].Conversions);
            Assert.Equal(Number(row["value"]), credits[row["channel"]].Value);
        }
    }

    [Theory]
    [InlineData("synthA")]
    [InlineData("synthB")]
    public void First_last_and_linear_agree_with_ChannelAttribution(string folder)
    {
        var spans = Table(folder + "/input.csv").Journeys.Spans;
        foreach (var (model, prefix) in new[] { (CreditModel.First, "first_touch"), (CreditModel.Last, "last_touch"), (CreditModel.Linear, "linear_touch") })
        {
            var credits = model.Total(spans);
            foreach (var row in Rows(folder + "/ca_heuristic.csv"))
            {
                Close(Number(row[prefix + "_conversions"]), credits[row["channel_name"]].Conversions, prefix);
                Close(Number(row[prefix + "_value"]), credits[row["channel_name"]].Value, prefix);
            }
        }
    }

    [Fact]
    public void Shares_of_each_touch_agree_with_the_edge_cases()
    {
        var table = Table("edge/input.csv");
        var places = table.Ids.Select((id, place) => (id, place)).ToDictionary(pair => pair.id, pair => pair.place);
        var checkedRows = 0;
        foreach (var row in Rows("edge/expected_per_touch.csv"))
        {
            var journey = places[row["id"]];
            var touches = table.Journeys.Spans[journey];
            var shares = new double[touches.Count];
            PerTouch[row["model"]].Share(touches, shares);

            // The expected percentages are of the value: 0 where there is none or no conversion.
            var percent = table.Journeys.Spans.Conversions[journey] > 0 ? table.Journeys.Spans.Values[journey] : 0;
            var index = int.Parse(row["index"], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(row["channel"], touches.Names[touches.Channels[index]]);
            Close(Number(row["credit"]), shares[index] * percent, $"{row["id"]} {row["model"]} {index}");
            checkedRows++;
        }

        Assert.Equal(670, checkedRows);
    }
}
