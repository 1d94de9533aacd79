using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Referrals.Serialization;

namespace Referrals.Tests.Serialization;

/// <summary>The published JSON schema says what the reader reads: the same members everywhere, and the same names of values.</summary>
public sealed class ProgramSchemaTests
{
    private static readonly JsonObject Schema =
        JsonNode.Parse(File.ReadAllText(TestTree.PathOf("docs", "referral-program.v1.schema.json")))!.AsObject();

    public static TheoryData<string> ShippedPrograms()
    {
        var data = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(TestTree.PathOf("samples"), "*.json", SearchOption.AllDirectories))
        {
            var path = file.Replace('\\', '/');
            if (!path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal)
                && File.ReadAllText(file).Contains("\"incentives\": [", StringComparison.Ordinal))
            {
                data.Add(Path.GetRelativePath(TestTree.Root, file));
            }
        }

        return data;
    }

    [Fact]
    public void Schema_has_the_members_that_the_reader_knows()
    {
        var differences = new List<string>();
        Compare(ProgramJsonContext.Default.ProgramDocument, Schema, "$", differences, []);

        Assert.Empty(differences);
    }

    [Fact]
    public void Schema_has_the_names_that_the_reader_knows()
    {
        Assert.Equal(Names(ProgramNames.Roundings), Enum(Schema["properties"]!["rounding"]!));
        Assert.Equal(Names(ProgramNames.Models), Enum(Definition("attribution", "model")));
        Assert.Equal(Names(ProgramNames.Sides), Enum(Definition("incentive", "side")));
        Assert.Equal(Names(ProgramNames.RefundPolicies), Enum(Definition("incentive", "onRefund")));
        Assert.Equal(Names(ProgramNames.Periods), Enum(Schema["$defs"]!["calendarPeriod"]!));
        Assert.Equal(Names(ProgramNames.Weekdays), Enum(Schema["$defs"]!["weekday"]!));
        Assert.Equal(Names(ProgramNames.Precedences), Enum(Schema["$defs"]!["precedence"]!));
        Assert.Equal(Names(ProgramNames.RuleFailures), Enum(Schema["properties"]!["whenRuleFails"]!));
        Assert.Equal(Names(ProgramNames.Subjects), Enum(Definition("measure", "of")));
        Assert.Equal(Names(ProgramNames.MultiplierModes), Enum(Definition("incentive", "combineMultipliers")));
        Assert.Equal(Names(LifeReader.Bearers), Enum(Definition("payout", "feeBorneBy")));
        Assert.Equal(Names(LifeReader.Shortfalls), Enum(Schema["properties"]!["shortfall"]!));
        Assert.Equal(Names(LifeReader.LotOrders), Enum(Schema["properties"]!["lotOrder"]!));
        Assert.Equal(Names(LifeReader.Overdues), Enum(Schema["$defs"]!["review"]!["properties"]!["whenOverdue"]!));
        Assert.Equal(Names(ProgramNames.BudgetEnds), Enum(Schema["properties"]!["budgets"]!["items"]!["properties"]!["whenUsedUp"]!));
        Assert.Equal(Names(ProgramNames.CapActions), Enum(Definition("cap", "atCap")));
        Assert.Equal(GuardNames.Guards.Select(guard => guard.Name), Enum(Definition("guard", "guard")));
        Assert.Equal(Names(GuardNames.Scopes), Enum(Definition("guard", "among")));
        Assert.Equal(Names(GuardNames.Signals), Enum(Definition("guard", "signal")));
        Assert.Equal(Names(GuardNames.Actions), Enum(Definition("guard", "action")));
        Assert.All(
            Names(ProgramNames.Alphabets),
            name => Assert.Contains(name, Definition("codes", "alphabet")["description"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Equal(ProgramJson.SchemaVersion, Schema["properties"]!["schema"]!["const"]!.GetValue<int>());
    }

    [Fact]
    public void Words_of_json_are_those_of_the_code()
    {
        Same(ProgramNames.Roundings);
        Same(ProgramNames.Models);
        Same(ProgramNames.Sides);
        Same(ProgramNames.RefundPolicies);
        Same(ProgramNames.Periods);
        Same(ProgramNames.Weekdays);
        Same(ProgramNames.Subjects);
        Same(ProgramNames.Precedences);
        Same(ProgramNames.MultiplierModes);
        Same(ProgramNames.RuleFailures);
        Same(ProgramNames.CapActions);
        Same(ProgramNames.BudgetEnds);
        Same(LifeReader.Bearers);
        Same(LifeReader.Shortfalls);
        Same(LifeReader.LotOrders);
        Same(LifeReader.Overdues);
        Same(GuardNames.Scopes);
        Same(GuardNames.Signals);
        Same(GuardNames.Actions);
        Assert.Equal(MeasureReader.Comparisons.Select(static comparison => Word(comparison.ToString())), MeasureReader.ComparisonNames);

        static void Same<T>((string Name, T Value)[] names) =>
            Assert.Equal(names.Select(static entry => Word(entry.Value!.ToString()!)), names.Select(static entry => entry.Name));

        static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];
    }

    [Theory]
    [MemberData(nameof(ShippedPrograms))]
    public void Shipped_programs_can_be_read(string file) =>
        Assert.NotEmpty(ProgramJson.Read(File.ReadAllText(TestTree.PathOf(file))).Incentives);

    private static void Compare(JsonTypeInfo shape, JsonObject schema, string path, List<string> differences, HashSet<Type> seen)
    {
        if (shape.Kind == JsonTypeInfoKind.Enumerable)
        {
            Compare(shape.Options.GetTypeInfo(shape.ElementType!), Resolve(schema["items"]!), path + "[]", differences, seen);
            return;
        }

        if (shape.Kind != JsonTypeInfoKind.Object || !seen.Add(shape.Type))
        {
            return;
        }

        var members = Members(schema);
        var known = shape.Properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        differences.AddRange(members.Keys.Except(known).Select(name => $"{path}.{name} is in the schema only"));
        differences.AddRange(known.Except(members.Keys).Select(name => $"{path}.{name} is in the reader only"));
        foreach (var property in shape.Properties.Where(property => members.ContainsKey(property.Name)))
        {
            Compare(shape.Options.GetTypeInfo(property.PropertyType), Resolve(members[property.Name]), $"{path}.{property.Name}", differences, seen);
        }
    }

    /// <summary>The members of an object in the schema, those of its alternatives together.</summary>
    private static Dictionary<string, JsonNode> Members(JsonObject schema)
    {
        var objects = schema["properties"] is JsonObject own
            ? [own]
            : schema["oneOf"]!.AsArray().Select(choice => choice!["properties"]!.AsObject());
        return objects.SelectMany(members => members).DistinctBy(member => member.Key).ToDictionary(member => member.Key, member => member.Value!);
    }

    private static JsonObject Resolve(JsonNode schema) => schema["$ref"] is { } reference
        ? Schema["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]!.AsObject()
        : schema.AsObject();

    private static JsonNode Definition(string name, string member) => Schema["$defs"]![name]!["properties"]![member]!;

    private static IEnumerable<string> Names<T>((string Name, T Value)[] names) => names.Select(entry => entry.Name);

    private static IEnumerable<string> Enum(JsonNode schema) =>
        schema["enum"]!.AsArray().Where(value => value is not null).Select(value => value!.GetValue<string>());
}
