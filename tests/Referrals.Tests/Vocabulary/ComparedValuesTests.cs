using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;
using Referrals.Testing;
using Referrals.Tests.Decisions.Accounts;
using static Referrals.Tests.Decisions.Story;
using Story = Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Vocabulary;

/// <summary>What tests of an application compare is equal where it is the same, prints what is in it, and is JSON without any setting.</summary>
public sealed class ComparedValuesTests
{
    /// <summary>Records that compare themselves, tried by tests of their own, and what a custom guard is handed.</summary>
    private static readonly string[] Own = ["KpiTotals", "KpiSums", "GuardContext"];

    /// <summary>What is no result: parts of programs, which have a JSON form of their own, and what options, custom rules and stores are given.</summary>
    private static readonly string[] NoResults =
        [
            "ReferralProgram", "RewardExpiry", "SimulationOptions", "QualificationContext", "GuardContext", "RecordContent", "RecordColumns", "ScanRange",
            "JournalChanges", "OutboxLease", "OutboxSettlement",
        ];

    public static TheoryData<Type> Records =>
    [
        .. typeof(Decision).Assembly.GetExportedTypes().Where(static type => type.IsClass && !type.IsAbstract && type.GetMethod("<Clone>$") is not null
            && !Own.Contains(type.Name) && Collections(type).Any()),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_with_equal_collections_are_equal(Type type)
    {
        var (one, other) = (RuntimeHelpers.GetUninitializedObject(type), RuntimeHelpers.GetUninitializedObject(type));
        foreach (var property in Collections(type))
        {
            var item = property.PropertyType.GetGenericArguments().Select(Item).ToArray();
            property.SetValue(one, Collection(property.PropertyType, item));
            property.SetValue(other, Collection(property.PropertyType, item));
        }

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        foreach (var property in Collections(type).Where(property => type != typeof(Decision) || property.Name != nameof(Decision.LedgerLines)))
        {
            var changed = RuntimeHelpers.GetUninitializedObject(type);
            foreach (var each in Collections(type))
            {
                each.SetValue(changed, each.GetValue(one));
            }

            property.SetValue(changed, Collection(property.PropertyType, null));
            Assert.NotEqual(one, changed);
        }
    }

    [Fact]
    public void Every_time_of_a_result_is_text_in_json()
    {
        var without = typeof(Decision).Assembly.GetExportedTypes()
            .Where(static type => !NoResults.Contains(type.Name) && (type.GetMethod("<Clone>$") is not null || type.IsValueType))
            .SelectMany(static type => type.GetProperties().Where(property => property.DeclaringType == type && IsTime(property.PropertyType)))
            .Where(static property => property.GetCustomAttribute<JsonConverterAttribute>() is null && property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .Select(static property => $"{property.DeclaringType!.Name}.{property.Name}");

        Assert.Empty(without);
    }

    [Fact]
    public void Inputs_are_equal_whatever_the_order_of_their_attributes()
    {
        var line = ProductLine.Of("hat", Amount.Of(40, "EUR")).With("category", "hats").With("brand", "x");
        var same = ProductLine.Of("hat", Amount.Of(40, "EUR")).With("brand", "x").With("category", "hats");
        var one = Order().With("a", "1").With("b", "2").WithLine(line);

        Assert.Equal(one, Order().WithLine(same).With("b", "2").With("a", "1"));
        Assert.Equal(one.GetHashCode(), Order().WithLine(same).With("b", "2").With("a", "1").GetHashCode());
        Assert.NotEqual(one, Order().WithLine(same).With("b", "2").With("a", "2"));
        Assert.NotEqual(one, Order().With("a", "1").With("b", "2"));
        Assert.NotEqual(one, one.WithLine(line));
        Assert.Equal(
            "Conversion { ExplicitKey = , Actor = , OccurredAt = 2026-03-02T09:00:00Z, Customer = bob, Id = o1, Name = purchase, Amount = 40.00 EUR, Discount = , Tax = , "
            + "Shipping = , ShippingTax = , Fee = , Lines = [ProductLine { Sku = hat, Quantity = 1, Amount = 40.00 EUR, Attributes = { brand = x, category = hats } }], Deal = , "
            + "DealAmount = , Margin = , Attributes = { a = 1, b = 2 }, Signals = , IsRewardedElsewhere = False }",
            one.ToString());

        static Conversion Order() => Conversion.Of(Customer("bob"), "o1", "purchase", Amount.Of(40, "EUR")).At(Day(1));
    }

    /// <summary>The same story, told twice, gives equal decisions; each prints itself without a type's name, and survives JSON by default options.</summary>
    [Fact]
    public void Stories_told_twice_are_equal_and_survive_json()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var (life, again) = (new RandomLife(seed), new RandomLife(seed));
            var (one, other) = (Tell(life.Program, life.All), Tell(again.Program, again.All));
            Assert.Equal(life.All, again.All);
            Assert.Equal(one.Decisions, other.Decisions);
            Assert.Equal(one.Ledger, other.Ledger);
            foreach (var customer in one.Ledger.Select(static line => line.Owner).OfType<CustomerId>().Distinct())
            {
                var view = View(life.Program, one, customer);
                Assert.Equal(view, View(again.Program, other, customer));
                Assert.Equal(view.GetHashCode(), View(again.Program, other, customer).GetHashCode());
                Assert.Equal(Statement(one, customer), Statement(other, customer));
                Survives(view, reads: false);
                Survives(Statement(one, customer), reads: false);
            }

            Assert.All(life.All, static input => Survives(input, reads: true));
            Assert.All(one.Decisions, static decision => Survives(decision, reads: true));
            Assert.All(one.Decisions, static decision => Survives(decision.Explanation, reads: true));
            Assert.All(one.Ledger, static line => Survives(line, reads: true));
        }
    }

    [Fact]
    public void Decision_and_explanation_print_what_they_say()
    {
        var story = new Story(ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "USD")))).AliceRefersBob();
        var decision = story.Purchase("o1", 80, day: 4);

        Assert.Equal(
            """
            conversion.rewarded for conversion:o1 at 2026-03-05T09:00:00Z
              Fact { Kind = ConversionRecorded, OccurredAt = 2026-03-05T09:00:00Z, Customer = bob, Referrer = alice, Segment = smb, Subject = o1, Code = purchase, Amount = 80.00 USD, ProgramVersion = 1 }
            """.ReplaceLineEndings("\n"),
            string.Join('\n', decision.ToString().Split('\n')[..2]));
        Assert.EndsWith(decision.Explanation.ToText(), decision.ToString(), StringComparison.Ordinal);
        Assert.Equal(decision.Explanation.ToText(), decision.Explanation.ToString());
        Assert.StartsWith("+ rule referrer: 10.00 USD", decision.Explanation.Checks[0].ToString(), StringComparison.Ordinal);
    }

    private static void Survives<T>(T value, bool reads)
    {
        Assert.DoesNotMatch("System\\.|`1|\\[\\]\\[", value!.ToString());
        var json = JsonSerializer.Serialize(value);
        Assert.DoesNotMatch("\"(\\w*At|Time|From|Until|Day|\\w+Before)\":\\{", json);
        if (reads)
        {
            var read = JsonSerializer.Deserialize<T>(json)!;
            Assert.Equal(value, read);
            Assert.Equal(value.GetHashCode(), read.GetHashCode());
        }
    }

    private static ReferralScenario Tell(ReferralProgram program, IEnumerable<ReferralInput> inputs)
    {
        var scenario = new ReferralScenario(program);
        foreach (var input in inputs)
        {
            _ = scenario.Tell(input);
        }

        return scenario;
    }

    private static ParticipantView View(ReferralProgram program, ReferralScenario scenario, CustomerId customer) =>
        ParticipantView.Of(program, scenario.State, scenario.Ledger, scenario.Decisions, customer);

    private static Statement Statement(ReferralScenario scenario, CustomerId customer) =>
        Referrals.Ledger.Statement.Of(scenario.Ledger, customer, Start, Day(1_000));

    private static bool IsTime(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var time && (time == typeof(Instant) || time == typeof(LocalDate));

    private static IEnumerable<PropertyInfo> Collections(Type type) => type.GetProperties().Where(static property =>
        property.SetMethod is not null && property.PropertyType.IsGenericType
        && property.PropertyType.GetGenericTypeDefinition() is var shape && (shape == typeof(IReadOnlyList<>) || shape == typeof(IReadOnlyDictionary<,>)));

    private static object Item(Type type) => type == typeof(string) ? "x"
        : type == typeof(ReferralInput) ? Enrollment.Of(CustomerId.From("x"))
        : type == typeof(Check) ? new Check { Code = "x", Verdict = Verdict.Noted }
        : type.IsValueType ? Activator.CreateInstance(type)!
        : RuntimeHelpers.GetUninitializedObject(type);

    /// <summary>A collection of its own with the same content; empty for no item.</summary>
    private static object Collection(Type type, object[]? item)
    {
        var isMap = type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);
        var shape = isMap ? typeof(Dictionary<,>) : typeof(List<>);
        var made = Activator.CreateInstance(shape.MakeGenericType(type.GetGenericArguments()))!;
        if (item is not null)
        {
            _ = made.GetType().GetMethod("Add")!.Invoke(made, item);
        }

        return made;
    }
}
