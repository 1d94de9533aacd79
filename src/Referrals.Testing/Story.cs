using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Testing;

/// <summary>
/// A story that reads as it is told: who refers whom, what they do on which day, and what has come of it by then. Each expectation that does not hold
/// throws a <see cref="StoryException"/> with the story so far, the decision behind it, its explanation, and what would have held.
/// </summary>
/// <example><code>
/// Story.Under(program, rules)
///     .Alice.Refers("bob")
///     .OnDay(3).Bob.Buys("80.00 EUR")
///     .Alice.HasPending("10.00 EUR").Until(day: 17)
///     .OnDay(17).Alice.HasAvailable("10.00 EUR");
/// </code></example>
/// <remarks>
/// It is told on a <see cref="ReferralScenario"/>, so it answers as the engine does. Days are counted from the first one, which is day 0, in the
/// program's zone. Not thread-safe; tied to no test runner.
/// </remarks>
public sealed class Story
{
    private readonly List<(int Day, string Text, Decision Decision)> _told = [];
    private readonly HashSet<string> _enrolled = new(StringComparer.Ordinal);
    private readonly ReferralProgram _program;
    private readonly ZonedDateTime _start;
    private (string Customer, Unit Unit)? _expected;
    private int _orders;
    private int _refunds;
    private int _redemptions;

    private Story(ReferralProgram program, ReferralScenario scenario)
    {
        _program = program;
        Scenario = scenario;
        _start = scenario.Now.InZone(program.Zone);
    }

    /// <summary>The scenario on which the story is told; for everything that has no words here.</summary>
    public ReferralScenario Scenario { get; }

    /// <summary>The time of the story.</summary>
    public Instant Now => Scenario.Now;

    /// <summary>What was decided last.</summary>
    /// <exception cref="InvalidOperationException">Nothing was told yet.</exception>
    public Decision Last => Scenario.Decisions.Count > 0
        ? Scenario.Decisions[^1]
        : throw new InvalidOperationException("Nothing was told yet. Begin with somebody: story.Alice.Refers(\"bob\").");

    /// <summary>Somebody in the story.</summary>
    public StoryPerson Alice => this["alice"];

    /// <summary>Somebody in the story.</summary>
    public StoryPerson Bob => this["bob"];

    /// <summary>Somebody in the story.</summary>
    public StoryPerson Carol => this["carol"];

    /// <summary>Anybody in the story.</summary>
    public StoryPerson this[string customer] => new(this, customer);

    /// <summary>A story under a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="rules">Custom rules; <c>null</c> for none.</param>
    /// <param name="start">When it begins; <c>null</c> for 1 March 2026 at 9:00 UTC.</param>
    public static Story Under(ReferralProgram program, CustomRules? rules = null, Instant? start = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        var scenario = start is { } at ? new ReferralScenario(program, rules) { Now = at } : new ReferralScenario(program, rules);
        return new Story(program, scenario);
    }

    /// <summary>Time passes until a day, counted from the first one, which is day 0.</summary>
    /// <param name="day">The day.</param>
    /// <param name="at">The time of day in the program's zone, such as <c>23:59</c>; <c>null</c> for that at which the story began.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is later already.</exception>
    public Story OnDay(int day, string? at = null)
    {
        var time = at is null ? _start.TimeOfDay : LocalTimePattern.ExtendedIso.Parse(at.Length == 5 ? at + ":00" : at).Value;
        return At((_start.Date.PlusDays(day) + time).InZoneLeniently(_program.Zone).ToInstant());
    }

    /// <summary>So many days pass, of the program's zone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Story Waits(int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var now = Now.InZone(_program.Zone);
        return At((now.Date.PlusDays(days) + now.TimeOfDay).InZoneLeniently(_program.Zone).ToInstant());
    }

    /// <summary>Time passes until an instant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is later already.</exception>
    public Story At(Instant instant)
    {
        var before = Scenario.Decisions.Count;
        Scenario.PassUntil(instant);
        foreach (var decision in Scenario.Decisions.Skip(before))
        {
            _told.Add((DayOf(decision.OccurredAt), "time passes", decision));
        }

        return this;
    }

    /// <summary>Time passes until an instant, written in ISO 8601 such as <c>2026-03-31T22:30:00Z</c>.</summary>
    /// <exception cref="FormatException">The text is no instant.</exception>
    public Story At(string instant) => At(ContextTimes.Parse(instant));

    /// <summary>Anything else happens.</summary>
    public Story Tell(ReferralInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Tell(input, input.Key);
    }

    /// <summary>Money goes back: all of an order or a part of it. Orders are called <c>order-1</c>, <c>order-2</c> and so on.</summary>
    /// <param name="order">The order.</param>
    /// <param name="amount">How much; <c>null</c> for all of it.</param>
    public Story Refunds(string order, string? amount = null)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"refund-{++_refunds}");
        return amount is null
            ? Tell(Refund.OfWhole(id, order), $"all of {order} is refunded")
            : Tell(Refund.Of(id, order, Amount.Parse(amount)), $"{amount} of {order} are refunded");
    }

    /// <summary>What was told last granted nothing, for this reason among others: a code of a check, or a custom rule's own.</summary>
    /// <exception cref="StoryException">It granted something, or for other reasons nothing.</exception>
    public Story IsRefused(string reason)
    {
        var reasons = Reasons(Last).ToArray();
        return !Last.Grants.Any() && reasons.Any(found => found.Is(reason))
            ? this
            : throw Surprise(
                $"'{_told[^1].Text}' to be refused for {reason}",
                Last.Grants.Any() ? $"it granted {Granted(Last)}" : $"it was refused for {Or(reasons.Select(static found => found.Name))}",
                Last.Grants.Any()
                    ? "leave the expectation out, or give the program or the rule a reason to refuse"
                    : $".IsRefused(\"{reasons.FirstOrDefault().Name}\")");
    }

    /// <summary>What was told last granted this to a customer, over all rules together.</summary>
    /// <exception cref="StoryException">It granted something else, or nothing.</exception>
    public Story Grants(string customer, string amount)
    {
        var expected = Amount.Parse(amount);
        var granted = Last.Grants.Where(grant => grant.Customer == CustomerId.From(customer) && grant.Amount?.Unit == expected.Unit)
            .Aggregate(Amount.Zero(expected.Unit), static (sum, grant) => sum + grant.Amount!.Value);
        _expected = (customer, expected.Unit);
        return granted == expected
            ? this
            : throw Surprise(
                $"{customer} to be granted {expected}",
                $"{customer} was granted {granted}",
                Instead($".Grants(\"{customer}\", \"{granted}\")", granted.IsZero));
    }

    /// <summary>What the last expectation was about changes next on this day: what is pending vests, what is available expires.</summary>
    /// <exception cref="StoryException">It changes on another day, or never.</exception>
    public Story Until(int day)
    {
        var (customer, unit) = _expected
            ?? throw new InvalidOperationException("Until belongs to an expectation: story.Alice.HasPending(\"10.00 EUR\").Until(day: 17).");
        var next = this[customer].NextDate(unit);
        return next is { } at && DayOf(at) == day
            ? this
            : throw Surprise(
                $"something of {customer} to change on day {day}",
                next is { } other ? $"it changes on day {DayOf(other)}, {Shown(other)}" : "nothing does",
                next is { } when ? $".Until(day: {DayOf(when)})" : "a hold or an expiry in the program");
    }

    /// <summary>The story so far, a line for each thing that happened.</summary>
    public override string ToString() => string.Concat(_told.Select(static line => string.Create(
        CultureInfo.InvariantCulture, $"  day {line.Day,3}  {line.Text} [{line.Decision.Code}]{Effects(line.Decision)}\n")));

    internal Story Tell(ReferralInput input, string text)
    {
        var before = Scenario.Decisions.Count;
        var decision = Scenario.Tell(input);
        _told.Add((DayOf(Now), text, decision));
        foreach (var more in Scenario.Decisions.Skip(before).Where(other => !ReferenceEquals(other, decision)))
        {
            _told.Add((DayOf(more.OccurredAt), "and so", more));
        }

        return this;
    }

    internal void Enroll(string customer, Func<Enrollment, Enrollment>? with)
    {
        if (_enrolled.Add(customer) || with is not null)
        {
            var enrollment = Enrollment.Of(CustomerId.From(customer));
            _ = Tell(with?.Invoke(enrollment) ?? enrollment, $"{customer} takes part");
        }
    }

    internal string NextRedemption() => string.Create(CultureInfo.InvariantCulture, $"redemption-{++_redemptions}");

    internal string NextOrder() => string.Create(CultureInfo.InvariantCulture, $"order-{++_orders}");

    internal Story Expect(string customer, string what, Amount expected, Amount found)
    {
        _expected = (customer, expected.Unit);
        return expected == found
            ? this
            : throw Surprise(
                $"{customer} to have {expected} {what}",
                $"{customer} has {found} {what}",
                Hint(customer, $".Has{char.ToUpperInvariant(what[0])}{what[1..]}(\"{found}\")", what, expected.Unit));
    }

    /// <summary>What would have held: of what is not available yet, from which day on.</summary>
    private string Hint(string customer, string expectation, string what, Unit unit) => what == "available" && this[customer].NextDate(unit) is { } next
        ? string.Create(CultureInfo.InvariantCulture, $"{expectation}; rewards of {customer} change next on day {DayOf(next)}, {Shown(next)}")
        : Instead(expectation, !Last.Grants.Any());

    /// <summary>What would have held, and what the explanation says would have been enough.</summary>
    private string Instead(string expectation, bool nothing)
    {
        string[] wanting = !nothing
            ? []
            : [.. Reasons(Last).Where(static reason => reason.Required is not null).Select(static reason => reason.Required!).Distinct()];
        return wanting.Length == 0 ? expectation : $"{expectation}; or, for a reward, {Or(wanting)}";
    }

    private StoryException Surprise(string expected, string found, string instead)
    {
        var text = new StringBuilder("Day ").Append(DayOf(Now).ToString(CultureInfo.InvariantCulture)).Append(", ").Append(Shown(Now)).Append('\n')
            .Append("Expected: ").Append(expected).Append('\n')
            .Append("But:      ").Append(found).Append("\n\n")
            .Append("The story so far\n").Append(this).Append('\n');
        if (Scenario.Decisions.Count > 0)
        {
            _ = text.Append("The last decision\n").Append(Indented(Last.Explanation.ToText())).Append('\n');
        }

        return new StoryException(text.Append("What would have held: ").Append(instead).ToString());
    }

    private int DayOf(Instant instant) => Period.DaysBetween(_start.Date, instant.InZone(_program.Zone).Date);

    private string Shown(Instant instant) =>
        ZonedDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm z", DateTimeZoneProviders.Tzdb).Format(instant.InZone(_program.Zone));

    /// <summary>What rewards it granted or moved.</summary>
    private static string Effects(Decision decision)
    {
        string[] moved = [.. decision.Facts.Where(static fact => fact.Amount is { IsZero: false } && fact.Rule is not null && fact.Customer is not null)
            .Select(static fact => $"{fact.Amount} for {fact.Customer} by {fact.Rule}")];
        return moved.Length == 0 ? string.Empty : $": {string.Join(", ", moved)}";
    }

    private static string Granted(Decision decision) =>
        string.Join(", ", decision.Grants.Select(static grant => $"{grant.Amount} for {grant.Customer} by {grant.Rule}"));

    private static string Indented(string text) => string.Concat(text.TrimEnd().Split('\n').Select(static line => $"  {line}\n"));

    private static string Or(IEnumerable<string> names)
    {
        string[] all = [.. names.Distinct()];
        return all.Length switch { 0 => "no reason", 1 => all[0], _ => $"{string.Join(", ", all[..^1])} or {all[^1]}" };
    }

    private static StoryReason[] Reasons(Decision decision)
    {
        var earnsNothing = !decision.IsAccepted
            || (decision.Code.StartsWith("conversion.", StringComparison.Ordinal) && decision.Code != DecisionCodes.ConversionRewarded);
        return
        [
            .. decision.Explanation.Checks.SelectMany(Failed).Where(reason => reason.Code != decision.Code),
            .. earnsNothing ? [new StoryReason(decision.Code, null, null)] : Array.Empty<StoryReason>(),
        ];

        static IEnumerable<StoryReason> Failed(Explanations.Check check)
        {
            if (check.Verdict != Explanations.Verdict.Failed)
            {
                return [];
            }

            var inner = check.Children.SelectMany(Failed).ToArray();
            return inner.Length > 0
                ? inner
                : [new StoryReason(check.Code, check.Actual, check.Required is { } required ? $"{required} ({check.Code})" : null)];
        }
    }

    /// <summary>A reason for nothing: the code of a check, or, of a custom rule, the reason that it gave.</summary>
    private readonly record struct StoryReason(string Code, string? Found, string? Required)
    {
        private const string Declined = "reward.declined";

        internal string Name => Code == Declined && Found is not null ? Found.Split(':')[0] : Code;

        internal bool Is(string reason) =>
            string.Equals(Code, reason, StringComparison.Ordinal) || string.Equals(Name, reason, StringComparison.Ordinal);
    }
}

/// <summary>Somebody in a <see cref="Story"/>: what this person does, and what has come of it. Every call gives the story, so that it goes on.</summary>
public sealed class StoryPerson
{
    private readonly Story _story;

    internal StoryPerson(Story story, string name)
    {
        _story = story;
        Name = name;
    }

    /// <summary>The customer's id.</summary>
    public string Name { get; }

    /// <summary>What is known of this person's rewards, with what happens to each next and when; the oldest first.</summary>
    public IReadOnlyList<CustomerReward> Rewards => _story.Scenario.RewardsOf(Name);

    /// <summary>The person takes part, with more details: <c>Enrolls(e => e.With("team", "gold"))</c>.</summary>
    public Story Enrolls(Func<Enrollment, Enrollment>? with = null)
    {
        _story.Enroll(Name, with);
        return _story;
    }

    /// <summary>The person takes part, unless that was told before, and somebody signs up who names this person.</summary>
    /// <param name="friend">Who signs up.</param>
    /// <param name="with">More details of the sign-up.</param>
    public Story Refers(string friend, Func<SignUp, SignUp>? with = null)
    {
        _story.Enroll(Name, null);
        var signUp = SignUp.Of(CustomerId.From(friend)).ReferredBy(CustomerId.From(Name));
        return _story.Tell(with?.Invoke(signUp) ?? signUp, $"{Name} refers {friend}, who signs up");
    }

    /// <summary>The person buys something; orders are called <c>order-1</c>, <c>order-2</c> and so on.</summary>
    /// <param name="amount">What is paid, such as <c>80.00 EUR</c>.</param>
    /// <param name="with">More details of the order, such as its lines.</param>
    public Story Buys(string amount, Func<Conversion, Conversion>? with = null) => Does("purchase", amount, with);

    /// <summary>Another conversion of the person.</summary>
    /// <param name="name">The name of the event, such as <c>subscription.renewed</c>.</param>
    /// <param name="amount">What is paid; <c>null</c> for nothing.</param>
    /// <param name="with">More details.</param>
    public Story Does(string name, string? amount = null, Func<Conversion, Conversion>? with = null)
    {
        var order = _story.NextOrder();
        var conversion = Conversion.Of(CustomerId.From(Name), order, name, amount is null ? null : Amount.Parse(amount));
        return _story.Tell(with?.Invoke(conversion) ?? conversion, $"{Name}: {name}{(amount is null ? string.Empty : $" of {amount}")}, {order}");
    }

    /// <summary>The person uses rewards.</summary>
    public Story Redeems(string amount)
    {
        return _story.Tell(Redemption.Of(_story.NextRedemption(), CustomerId.From(Name), Amount.Parse(amount)), $"{Name} redeems {amount}");
    }

    /// <summary>So much has been earned and cannot be used yet.</summary>
    /// <exception cref="StoryException">It is another amount.</exception>
    public Story HasPending(string amount)
    {
        var expected = Amount.Parse(amount);
        return _story.Expect(Name, "pending", expected, _story.Scenario.Pending(Name, expected.Unit.ToString()));
    }

    /// <summary>So much can be used; below zero where the person owes something.</summary>
    /// <exception cref="StoryException">It is another amount.</exception>
    public Story HasAvailable(string amount)
    {
        var expected = Amount.Parse(amount);
        return _story.Expect(Name, "available", expected, _story.Scenario.Available(Name, expected.Unit.ToString()));
    }

    /// <summary>When something of the person's rewards changes next, if nobody does anything; <c>null</c> for never.</summary>
    /// <param name="unit">Of rewards in which unit; <c>null</c> for all.</param>
    public Instant? NextDate(Unit? unit = null) =>
        Rewards.Where(reward => unit is null || reward.Granted.Unit == unit).Select(static reward => reward.NextAt).Min();

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>An expectation of a <see cref="Story"/> does not hold. The message tells the story, the decision behind it, and what would have held.</summary>
public sealed class StoryException : Exception
{
    internal StoryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
