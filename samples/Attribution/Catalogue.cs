using NodaTime;
using Referrals.Attribution;

namespace Referrals.Samples.Attribution;

/// <summary>The closed-form models, under the names that the two files give them.</summary>
internal static class Catalogue
{
    private const TwoTouchRule Halved = TwoTouchRule.HalveMiddle;

    internal static IReadOnlyList<(string Total, string Touch, CreditModel Model)> Models(string direct) =>
    [
        ("first", "first_click", CreditModel.First),
        ("last", "last_click", CreditModel.Last),
        ("last_non_" + direct, "last_click_non_" + direct, CreditModel.LastNon(direct)),
        ("linear", "linear", CreditModel.Linear),
        ("linear_unique", "linear_unique", CreditModel.LinearUnique),
        ("position_40_20_40", "position_based_0.4_0.2_0.4", CreditModel.Position(40, 20, 40, Halved)),
        ("position_30_50_20", "position_based_0.3_0.5_0.2", CreditModel.Position(30, 50, 20, Halved)),
        ("position_30_50_20_renorm2", "position_based_0.3_0.5_0.2_renorm2", CreditModel.Position(30, 50, 20)),
        ("j_20_20_60", "position_based_0.2_0.2_0.6", CreditModel.Position(20, 20, 60, Halved)),
        ("inverse_j_60_20_20", "position_based_0.6_0.2_0.2", CreditModel.Position(60, 20, 20, Halved)),
        ("rank_decay", "position_decay", CreditModel.RankDecay),
        ("geometric_0.5", "geometric_0.5", CreditModel.Geometric(0.5)),
        ("halflife_24h", "time_decay_halflife_24h", CreditModel.TimeDecay(Duration.FromHours(24))),
        ("halflife_168h", "time_decay_halflife_168h", CreditModel.TimeDecay(Duration.FromHours(168))),
        ("halflife_720h", "time_decay_halflife_720h", CreditModel.TimeDecay(Duration.FromHours(720))),
        ("floor_halflife_168h", "time_decay_floor_168h", CreditModel.StepDecay(Duration.FromHours(168))),
    ];
}
