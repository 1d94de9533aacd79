using Referrals.Tests.Decisions.Guarding;
using static Referrals.Tests.Documentation.ReadyPrograms.ReadyStory;

namespace Referrals.Tests.Documentation.ReadyPrograms;

/// <summary>
/// A year of <c>dropbox.json</c>: 45 friends of ann, one every 8 days, of whom every fifth installs but never logs in; three of ben; and
/// one who shares ann's device.
/// </summary>
public sealed class StorageYearTests
{
    [Fact]
    public void Year_of_storage_on_both_sides()
    {
        var story = new ReadyStory("dropbox.json");
        var device = GuardStory.Signals(static signals => signals.Device("laptop-1"));
        _ = story.Tell(Day(0), Enrollment.Of(CustomerId.From("ann")).With(device));
        _ = story.Scenario.Enroll("ben");
        var refused = story.Tell(Day(1), Referrals.SignUp.Of(CustomerId.From("twin")).ReferredBy(CustomerId.From("ann")).With(device));
        var told = new List<Decision> { refused };
        for (var i = 1; i <= 45; i++)
        {
            var (friend, day) = ($"f{i}", 8 * i);
            _ = story.SignUp(Day(day), friend, "ann");
            told.Add(story.Convert(Day(day + 1), friend, $"install-{i}", "app.installed"));
            if (i % 5 != 0)
            {
                told.Add(story.Convert(Day(day + 2), friend, $"login-{i}", "app.first_login"));
                told.Add(story.Convert(Day(day + 2.5), friend, $"second-install-{i}", "app.installed"));
            }
        }

        for (var i = 1; i <= 3; i++)
        {
            _ = story.SignUp(Day(364), $"b{i}", "ben");
            _ = story.Convert(Day(364.1), $"b{i}", $"b-login-{i}", "app.first_login");
            _ = story.Convert(Day(364.2), $"b{i}", $"b-install-{i}", "app.installed");
        }

        var statement = story.StatementOf("ann", Day(365));

        // 45 friends less the 9 that 5 divides are 36 who complete all three steps. 16 GB hold 32 rewards of half a GB: the last four
        // friends bring ann nothing, but get their own half.
        Assert.Equal(("16.000 gb/3", "0.000 gb/3"), story.Has("ann", "gb/3"));
        Assert.Equal(4, story.Scenario.Facts.Count(static fact => fact.Kind == FactKind.ConversionNotRewarded && fact.Code == "reward.cap_reached"
            && fact.Rule == "referrer-space" && fact.Subject!.StartsWith("login", StringComparison.Ordinal)));
        Assert.Equal(("0.500 gb/3", "0.000 gb/3"), story.Has("f44", "gb/3"));
        Assert.Equal(("0.000 gb/3", "0.000 gb/3"), story.Has("f45", "gb/3"));

        // Ben's three friends log in before they install, which is as good: 3 x 0.5. A friend's side is 36 + 3 halves.
        Assert.Equal(("1.500 gb/3", "0.000 gb/3"), story.Has("ben", "gb/3"));
        Assert.Equal(39 * 500, story.Granted("friend-space"));
        Assert.Equal((32 + 3) * 500, story.Granted("referrer-space"));

        // Nobody who shares the referrer's device is a new friend.
        Assert.Equal("guard.shared_device", refused.Facts.Single(static fact => fact.Kind == FactKind.ReferralRefused).Code);
        story.Balances();
        Approvals.Verify(Both(
            refused,
            told.First(static decision => decision.Subject == "install-1"),
            told.First(static decision => decision.Subject == "login-1"),
            told.First(static decision => decision.Subject == "second-install-1"),
            told.First(static decision => decision.Subject == "login-41")) + "\n\n" + statement);
    }
}
