using Referrals.Simulation;
using Referrals.Storage;
using Referrals.Tests.Decisions.Guarding;
using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Simulation;

public sealed class GuardBackTestTests
{
    [Fact]
    public async Task Last_quarter_under_other_guards_names_people_and_money()
    {
        var history = await History(
            Program(g => g.Against(Guard.ExistingCustomer())),
            Enrollment.Of(Customer("alice")).With(Signals(s => s.Device("d1").Email("alice@x.example"))).At(Day(0)),
            SignUp("early", 1, Signals(s => s.Device("d1"))),
            SignUp("bob", 11, Signals(s => s.Device("d1"))),
            Bought("bob", "o1", 12),
            Bought("bob", "o2", 13),
            Refund.OfWhole("r1", "o2").At(Day(14)),
            SignUp("carol", 15, Signals(s => s.Email("alice@x.example"))),
            Bought("carol", "o3", 16),
            SignUp("dan", 17),
            Bought("dan", "o4", 18),
            SignUp("eve", 19).AsExisting(),
            SignUp("fay", 25, Signals(s => s.Device("d1"))));
        var changed = Program(g => g.Against(Guard.SameEmail(), Guard.SharedDevice(), Guard.ReferralsPerReferrer(1, TimePeriod.Days(5))));

        var report = GuardBackTest.Run(history, changed, Day(10), Day(20));

        Assert.Equal(["carol"], report.That(GuardAction.Refuse).Select(found => found.Referee.Value));
        Assert.Equal(["bob"], report.That(GuardAction.Hold).Select(found => found.Referee.Value).Take(1));
        Assert.Equal([Usd(30)], report.Earned(GuardAction.Refuse));
        Approvals.Verify(report.ToString());
    }

    [Fact]
    public async Task Same_guards_change_nothing()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new GuardedHistory(seed);
            var history = await History(random.Program, [.. random.Inputs]);

            var report = GuardBackTest.Run(history, random.Program, Day(-100), Day(100));

            Assert.Empty(report.Cases);
            Assert.Equal(history.Count(decided => decided.Decision.Facts.Any(fact => fact.Kind == FactKind.ReferralCreated)), report.Created);
        }
    }

    [Fact]
    public async Task Without_guards_every_case_is_let_through()
    {
        var history = await History(
            Program(g => g.Against(Guard.ExistingCustomer())), Enrollment.Of(Customer("alice")).At(Day(0)), SignUp("bob", 1).AsExisting());

        var found = Assert.Single(GuardBackTest.Run(history, Program(_ => { }), Day(0), Day(9)).Cases);

        Assert.Equal((GuardAction.Refuse, GuardAction.Allow), (found.Was, found.Would));
        Assert.Equal("bob, referred by alice on 2026-03-02T09:00:00Z: refused, would be allowed; earned nothing", found.ToString());
    }

    [Fact]
    public void Window_that_ends_before_its_start_is_refused() =>
        Assert.Equal("until", Assert.Throws<ArgumentException>(() => GuardBackTest.Run([], Program(_ => { }), Day(2), Day(1))).ParamName);

    private static Conversion Bought(string customer, string order, double day) =>
        Conversion.Of(Customer(customer), order, "purchase", Usd(40)).At(Day(day));

    private static async Task<List<DecidedInput>> History(ReferralProgram program, params ReferralInput[] inputs)
    {
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
        foreach (var input in inputs)
        {
            _ = await referrals.SubmitAsync(input);
        }

        return await referrals.Operations.ReadDecisionsAsync().ToListAsync();
    }
}
