using System.Reflection;
using NodaTime;

namespace Referrals.Tests.Vocabulary.Text;

/// <summary>
/// Every public way to make or change an input, called with hostile texts, times and amounts: found by reflection, so that a new one is tried
/// without anybody thinking of it.
/// </summary>
internal static class HostileInputs
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    /// <summary>What customers type: none of these may throw for any text.</summary>
    private static readonly HashSet<string> Typed =
    [
        "SignUp.WithCode(code)", "Enrollment.WithChosenCode(code)", "Touch.Click(link)", "Touch.CodeEntry(code)",
        "SignUp.With(value)", "Touch.With(value)", "Enrollment.With(value)", "Conversion.With(value)", "CustomerUpdate.With(value)", "ProductLine.With(value)",
    ];

    internal static readonly string?[] Texts =
    [
        null, "", " ", "\t\r\n", "\0", "a\0b", "\ud83c", "x\udf81", "\ud83d\ud83d\ude00", "\u0007bell", " padded ", new('x', 128), new('x', 129),
        new('x', 200), new('x', 5_000), "https://shop.example/r/" + new string('A', 180), new string('\ud83d', 1) + new string('y', 200),
        string.Concat(Enumerable.Repeat("😀", 64)) + "z", "'; DROP TABLE referral_facts; --", "{\"a\":1}", "\u202eevil", "\ufffd", "ｆｕｌｌ", "%00", "~rejected", "a/reversed:b",
    ];

    internal static readonly Instant[] Times =
    [
        Instant.MinValue, Instant.MaxValue, Instant.FromUtc(9999, 12, 31, 23, 59), Instant.FromUtc(1, 1, 1, 0, 0), Instant.FromUtc(2011, 12, 30, 12, 0),
        Instant.FromUtc(1900, 1, 1, 0, 0), Instant.FromUtc(2999, 12, 31, 23, 59), Instant.FromUnixTimeTicks(3),
    ];

    private static readonly Amount[] Amounts =
    [
        Amount.FromMinorUnits(long.MaxValue, Unit.Money("EUR")), Amount.FromMinorUnits(long.MinValue, Unit.Money("EUR")), default, Amount.Of(-1, "EUR"),
        Amount.Zero(Unit.Money("EUR")), Amount.Of(1, "points"),
    ];

    /// <summary>Where the calls begin: one good input of each kind.</summary>
    private static readonly object[] Good =
    [
        Enrollment.Of(Id("e")), SignUp.Of(Id("s")), Conversion.Of(Id("c"), "o-good", "purchase", Amount.Of(10, "EUR")), CustomerUpdate.Of(Id("u")),
        Touch.Click("x", VisitorId.From("v")), Refund.OfWhole("r-good", "o-good"), ProductLine.Of("sku", Amount.Of(1, "EUR")), CodeChange.Limit("ABC"),
        PayoutStart.Of("b", Id("p"), Unit.Money("EUR")), PayoutConfirmation.Of(PayoutId.From("po")), PayoutFailure.Of(PayoutId.From("po"), "why"),
        PayoutReturn.Of(PayoutId.From("po"), "why"), RewardReview.Of(RewardId.From("w")), Identification.Of(VisitorId.From("v"), Id("i")),
        Share.Of("sh", Id("e"), Channel.Referral), ReferralReview.Approve(Id("s")), ReferrerBan.Impose(Id("e"), "why"), Erasure.Of(Id("x")),
        Redemption.Of("rd", Id("p"), Amount.Of(1, "EUR")), ProgramCost.Of("co", Channel.Paid, "fee", Amount.Of(1, "EUR")), SurveyAnswer.Of(Id("e"), 9),
        RewardChoice.Of(Id("e"), "rule", "option"), Vesting.Of(RewardId.From("w")), ReviewDeadline.Of(RewardId.From("w")),
    ];

    /// <summary>All calls, each with one hostile argument; what they gave, or what they threw.</summary>
    internal static IEnumerable<HostileCall> Calls()
    {
        foreach (var good in Good)
        {
            var type = good.GetType();
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
                .Where(method => !method.IsSpecialName && method.DeclaringType != typeof(object) && (method.ReturnType.IsAssignableTo(typeof(ReferralInput))
                    || method.ReturnType == type || method.ReturnType == typeof(RewardReviewChoice)) && !method.Name.StartsWith('<')))
            {
                var target = method.IsStatic ? null : good;
                foreach (var call in CallsOf(type, method, target))
                {
                    yield return call;
                }
            }
        }

        var review = RewardReview.Of(RewardId.From("w"));
        foreach (var call in CallsOf(typeof(RewardReviewChoice), typeof(RewardReviewChoice).GetMethod(nameof(RewardReviewChoice.Reject))!, review))
        {
            yield return call;
        }
    }

    private static IEnumerable<HostileCall> CallsOf(Type type, MethodInfo method, object? target)
    {
        var parameters = method.GetParameters();
        for (var place = 0; place < parameters.Length; place++)
        {
            foreach (var hostile in HostileValues(parameters[place].ParameterType))
            {
                object?[] arguments = [.. parameters.Select(Usual)];
                arguments[place] = hostile;
                var name = $"{type.Name}.{method.Name}({parameters[place].Name})";
                yield return Called(name, hostile, () => method.Invoke(target, arguments));
            }
        }
    }

    private static HostileCall Called(string name, object? hostile, Func<object?> call)
    {
        try
        {
            return new HostileCall(name, hostile, Typed.Contains(name), call(), null);
        }
        catch (TargetInvocationException exception)
        {
            return new HostileCall(name, hostile, Typed.Contains(name), null, exception.InnerException);
        }
    }

    private static IEnumerable<object?> HostileValues(Type type) =>
        type == typeof(string) ? Texts
        : type == typeof(Instant) ? Times.Cast<object?>()
        : type == typeof(Instant?) ? Times.Cast<object?>().Append(null)
        : type == typeof(Amount) ? Amounts.Cast<object?>()
        : type == typeof(Amount?) ? Amounts.Cast<object?>().Append(null)
        : type == typeof(int) ? [int.MinValue, -1, 0, int.MaxValue]
        : type == typeof(long) ? [long.MinValue, -1L, 0L, long.MaxValue]
        : type.IsValueType ? [Activator.CreateInstance(type)]
        : [null];

    private static object? Usual(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => "usual",
        var type when type == typeof(CustomerId) => Id("usual"),
        var type when type == typeof(VisitorId) => VisitorId.From("usual"),
        var type when type == typeof(RewardId) => RewardId.From("usual"),
        var type when type == typeof(PayoutId) => PayoutId.From("usual"),
        var type when type == typeof(Channel) => Channel.Paid,
        var type when type == typeof(Unit) => Unit.Money("EUR"),
        var type when type == typeof(Amount) => Amount.Of(1, "EUR"),
        var type when type == typeof(Instant) => Noon,
        var type when type == typeof(int) => 1,
        var type when type == typeof(long) => 1L,
        var type when type == typeof(PersonSignals) => PersonSignals.None,
        var type when type == typeof(ProductLine) => ProductLine.Of("usual", Amount.Of(1, "EUR")),
        _ => null,
    };

    private static CustomerId Id(string text) => CustomerId.From(text);
}

/// <summary>One call with a hostile argument, and what came of it.</summary>
internal sealed record HostileCall(string Name, object? Hostile, bool IsTyped, object? Made, Exception? Thrown)
{
    /// <summary>The input that was made, as an engine can be told it; <c>null</c> where none was.</summary>
    internal ReferralInput? Input => Made switch
    {
        ReferralInput input => input,
        ProductLine line => Conversion.Of(CustomerId.From("c"), "line", "purchase", Amount.FromMinorUnits(1_000, line.Amount.Unit)).WithLine(line),
        _ => null,
    };

    public override string ToString() => $"{Name} of '{(Hostile is string { Length: > 40 } text ? text[..40] : Hostile)}'";
}
