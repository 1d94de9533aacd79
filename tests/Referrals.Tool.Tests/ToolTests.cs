using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.EntityFrameworkCore;
using Referrals.Serialization;

namespace Referrals.Tool.Tests;

/// <summary>The commands as a shell sees them: output, errors, exit code. The history is in a SQLite file and in an export of it.</summary>
public sealed class ToolTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("referrals-tool-").FullName;

    private string Stored => Path.Combine(_folder, "stored.json");

    private string Changed => Path.Combine(_folder, "program.json");

    private string Database => Path.Combine(_folder, "shop.db");

    private string Export => Path.Combine(_folder, "export.jsonl");

    public async Task InitializeAsync()
    {
        var stored = Program(10);
        await File.WriteAllTextAsync(Stored, ProgramJson.Write(stored));
        await File.WriteAllTextAsync(Changed, ProgramJson.Write(Program(15)));
        await using var context = new ReferralsDbContext(new DbContextOptionsBuilder<ReferralsDbContext>().UseSqlite($"Data Source={Database};Pooling=False").Options);
        await context.Database.CreateReferralsSchemaAsync();
        var engine = new ReferralEngine(new EntityFrameworkReferralStore<ReferralsDbContext>(context), new ReferralsOptions().AddProgram(stored));
        var at = Instant.FromUtc(2026, 3, 2, 9, 0);
        _ = await engine.EnrollAsync(Enrollment.Of(CustomerId.From("alice")).InSegment("vip").At(at));
        for (var i = 0; i < 4; i++)
        {
            var friend = CustomerId.From(string.Create(CultureInfo.InvariantCulture, $"friend-{i}"));
            var day = at + Duration.FromDays(5 * i);
            _ = await engine.SignUpAsync(SignUp.Of(friend).ReferredBy(CustomerId.From("alice")).At(day));
            _ = await engine.ConvertAsync(Conversion.Of(friend, $"order-{i}", "purchase", Amount.Of(80, "EUR")).At(day + Duration.FromHours(1)));
        }

        await using var file = File.Create(Export);
        _ = await engine.Operations.ExportAsync(file);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Tables_are_written_into_a_folder()
    {
        var folder = Path.Combine(_folder, "tables");
        var (code, output, _) = await RunAsync("export", "--program", Stored, "--database", Database, "--to", "csv", "--output", folder);

        Assert.Equal(0, code);
        Assert.Contains("rewards.csv: ", output, StringComparison.Ordinal);
        Assert.StartsWith("reward_id,person_id,amount,unit,status", await File.ReadAllTextAsync(Path.Combine(folder, "rewards.csv")), StringComparison.Ordinal);
        Assert.Equal(3, (await RunAsync("export", "--program", Stored, "--history", Export, "--to", "csv", "--output", folder)).Code);
    }

    [Fact]
    public async Task Payouts_are_written_for_a_service_and_those_that_are_not_are_told()
    {
        var recipients = Path.Combine(_folder, "accounts.csv");
        await File.WriteAllTextAsync(recipients, "customer_id,account,name\nalice,alice@example.com,Alice Archer\n");
        await using (var context = new ReferralsDbContext(new DbContextOptionsBuilder<ReferralsDbContext>().UseSqlite($"Data Source={Database};Pooling=False").Options))
        {
            var engine = new ReferralEngine(new EntityFrameworkReferralStore<ReferralsDbContext>(context), new ReferralsOptions().AddProgram(Program(10)));
            Assert.Equal(1, (await engine.Payouts.StartAsync("b1", Unit.Money("EUR"))).Started);
        }

        string[] command = ["export", "--program", Stored, "--database", Database];
        var (code, output, _) = await RunAsync([.. command, "--to", "paypal", "--recipients", recipients, "--output", Path.Combine(_folder, "paypal")]);
        Assert.Equal((0, "paypal-EUR-1.csv: 1 payouts, 40.00 EUR\n"), (code, output));
        Assert.StartsWith("alice@example.com,40.00,EUR,", await File.ReadAllTextAsync(Path.Combine(_folder, "paypal", "paypal-EUR-1.csv")), StringComparison.Ordinal);

        var (left, _, errors) = await RunAsync([.. command, "--to", "wise-iban", "--recipients", recipients, "--output", Path.Combine(_folder, "wise")]);
        Assert.Equal(1, left);
        Assert.Contains("payout_file.account, needed an IBAN", errors, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync([.. command, "--to", "paypal", "--output", _folder])).Code);
        Assert.Equal(2, (await RunAsync([.. command, "--to", "cheque", "--output", _folder])).Code);
    }

    [Fact]
    public async Task Valid_program_is_valid()
    {
        Assert.Equal((0, $"{Changed}: valid\n", ""), await RunAsync("validate", Changed));
        Assert.True((bool)JsonNode.Parse((await RunAsync("validate", Changed, "--json")).Output)![0]!["isValid"]!);
    }

    [Fact]
    public async Task Every_mistake_is_told_with_its_path()
    {
        await File.WriteAllTextAsync(Changed, (await File.ReadAllTextAsync(Changed)).Replace("\"purchase\"", "5", StringComparison.Ordinal).Replace("\"referrer\"", "\"nobody\"", StringComparison.Ordinal));
        var (code, output, _) = await RunAsync("validate", Stored, Changed);

        Assert.Equal(1, code);
        Assert.Contains("stored.json: valid", output, StringComparison.Ordinal);
        var lines = (await File.ReadAllTextAsync(Changed)).Split('\n');
        var line = 1 + Array.FindIndex(lines, static one => one.Contains(": 5", StringComparison.Ordinal));
        Assert.Contains($"{Changed}({line},{1 + lines[line - 1].IndexOf('"', StringComparison.Ordinal)}): $.", output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("review", Changed)).Code);
    }

    [Fact]
    public async Task Review_fails_by_warnings_and_with_strict_by_notes()
    {
        var (code, output, _) = await RunAsync("review", Changed);
        Assert.Equal(1, code);
        Assert.Contains("warning review.no_same_person_guard at $.guards", output, StringComparison.Ordinal);

        string[] accepted = ["--accept", "review.no_same_person_guard=The shop verifies payments.", "--accept=review.no_limit=It is a test."];
        Assert.Equal(0, (await RunAsync(["review", Changed, .. accepted])).Code);
        Assert.Equal(1, (await RunAsync(["review", Changed, "--strict", "--refund-days", "30", .. accepted])).Code);
        var json = JsonNode.Parse((await RunAsync(["review", Changed, "--json", .. accepted])).Output)![0]!;
        Assert.Equal(2, json["accepted"]!.AsArray().Count);

        var unused = await RunAsync("review", Changed, "--accept", "review.never_holds=x");
        Assert.Equal(2, unused.Code);
        Assert.Contains("take the acceptance out", unused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_knows_the_history()
    {
        await File.WriteAllTextAsync(Changed, (await File.ReadAllTextAsync(Changed)).Replace("purchase", "purchse", StringComparison.Ordinal));
        var (_, output, errors) = await RunAsync("review", Changed, "--program", Stored, "--database", Database);

        Assert.Contains("The history has 'purchase'; write that if it is meant.", output + errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "You get 15.00 EUR.")]
    [InlineData("de", "15,00 EUR")]
    public async Task Terms_are_read_in_a_language(string culture, string sentence) =>
        Assert.Contains(sentence, (await RunAsync("terms", Changed, "--side", "referrer", "--culture", culture)).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Schema_is_the_published_one()
    {
        var (code, output, _) = await RunAsync("schema");

        Assert.Equal(0, code);
        Assert.Equal("object", (string?)JsonNode.Parse(output)!["type"]);
    }

    [Theory]
    [InlineData("--database")]
    [InlineData("--history")]
    public async Task Simulation_says_what_it_costs_by_rule_segment_and_week(string from)
    {
        var source = from == "--database" ? Database : Export;
        var (code, output, errors) = await RunAsync("simulate", Changed, "--program", Stored, from, source, "--json", "--at-most-dearer", "50");
        Assert.True(code == 0, errors);
        var unit = JsonNode.Parse(output)!["units"]![0]!;
        Assert.Equal((40m, 60m, 20m), ((decimal)unit["then"]!, (decimal)unit["now"]!, (decimal)unit["difference"]!));
        Assert.Equal("thanks", (string?)unit["rules"]![0]!["rule"]);
        Assert.Equal(("vip", 20m), ((string?)unit["segments"]![0]!["segment"], (decimal)unit["segments"]![0]!["difference"]!));
        Assert.Equal(["2026-03-02", "2026-03-09", "2026-03-16"], unit["weeks"]!.AsArray().Select(static week => (string)week!["week"]!));
        Assert.Equal(20m, unit["weeks"]!.AsArray().Sum(static week => (decimal)week!["difference"]!));

        var dearer = await RunAsync("simulate", Changed, "--program", Stored, from, source, "--at-most-dearer=49.9");
        Assert.Equal(1, dearer.Code);
        Assert.Contains("costs more than 49.9 % more", dearer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulation_of_nothing_fails()
    {
        var (code, _, errors) = await RunAsync("simulate", Changed, "--program", Stored, "--history", Export, "--until", "2020-01-01T00:00:00Z");

        Assert.Equal(1, code);
        Assert.Contains("nothing was compared", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_are_explained()
    {
        var (code, output, _) = await RunAsync("explain", "--customer", "friend-1", "--program", Stored, "--database", Database);
        Assert.Equal(0, code);
        Assert.Contains("conversion.rewarded", output, StringComparison.Ordinal);

        var one = JsonNode.Parse((await RunAsync("explain", "--key", "conversion:order-2", "--program", Stored, "--history", Export, "--json")).Output)!;
        Assert.Equal("conversion.rewarded", (string?)Assert.Single(one.AsArray())!["code"]);
        Assert.Equal(1, (await RunAsync("explain", "--customer", "nobody", "--program", Stored, "--database", Database)).Code);
    }

    [Fact]
    public async Task Books_are_verified_and_damage_is_found()
    {
        Assert.Equal((0, "9 inputs, 0 findings\n", ""), await RunAsync("verify", "--program", Stored, "--database", Database));
        Assert.Equal(0, (await RunAsync("verify", "--program", Stored, "--history", Export)).Code);

        await using (var context = new ReferralsDbContext(new DbContextOptionsBuilder<ReferralsDbContext>().UseSqlite($"Data Source={Database};Pooling=False").Options))
        {
            Assert.True(await context.Database.ExecuteSqlRawAsync(
                "DELETE FROM referral_ledger WHERE rowid = (SELECT MAX(rowid) FROM referral_ledger)") > 0);
        }

        Assert.Equal(1, (await RunAsync("verify", "--program", Stored, "--database", Database)).Code);
    }

    [Fact]
    public async Task Export_is_what_simulations_read()
    {
        var file = Path.Combine(_folder, "new.jsonl");
        Assert.Equal(0, (await RunAsync("export", "--program", Stored, "--database", Database, "--output", file)).Code);
        Assert.Equal(0, (await RunAsync("simulate", Stored, "--program", Stored, "--history", file)).Code);
        Assert.Equal(2, (await RunAsync("export", "--program", Stored, "--database", Database, "--output", file)).Code);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "reviwe")]
    [InlineData(2, "review")]
    [InlineData(2, "review", "x.json", "--no-such")]
    [InlineData(2, "review", "x.json", "--accept")]
    [InlineData(2, "review", "x.json", "--accept", "no reason")]
    [InlineData(2, "review", "x.json", "--json=yes")]
    [InlineData(2, "terms", "a.json", "b.json")]
    [InlineData(2, "verify")]
    [InlineData(2, "completion", "fish")]
    [InlineData(3, "review", "x.json")]
    [InlineData(0, "--help")]
    [InlineData(0, "review", "--help")]
    [InlineData(0, "--version")]
    public async Task Shell_is_told_by_the_exit_code(int code, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.True(code == result.Code, result.Output + result.Errors);
        Assert.True(code == 0 || result.Errors.Length + result.Output.Length > 0);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_that_is_none_is_told()
    {
        var (code, _, errors) = await RunAsync("verify", "--program", Stored, "--database", Stored);

        Assert.Equal(3, code);
        Assert.StartsWith("referrals: ", errors, StringComparison.Ordinal);
        Assert.Equal(3, (await RunAsync("verify", "--program", Stored, "--history", Stored)).Code);
        Assert.Equal(3, (await RunAsync("verify", "--program", Stored, "--database", "/nowhere.db")).Code);
    }

    /// <summary>The script is run by the shell that it is for.</summary>
    [Fact]
    public async Task Completion_completes()
    {
        var script = Path.Combine(_folder, "complete.sh");
        await File.WriteAllTextAsync(script, (await RunAsync("completion", "bash")).Output + """

            COMP_WORDS=(referrals re); COMP_CWORD=1; _referrals; echo "${COMPREPLY[*]}"
            COMP_WORDS=(referrals simulate --at); COMP_CWORD=2; _referrals; echo "${COMPREPLY[*]}"
            """);
        using var bash = Process.Start(new ProcessStartInfo("bash", script) { RedirectStandardOutput = true })!;

        Assert.Equal("review\n--at-most-dearer\n", await bash.StandardOutput.ReadToEndAsync());
    }

    /// <summary>What the page says of options and codes is what the tool says.</summary>
    [Fact]
    public void Page_names_every_command_and_option()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Referrals.sln")))
        {
            root = root.Parent;
        }

        var page = File.ReadAllText(Path.Combine(root.FullName, "docs", "tool.md"));
        Assert.All(ToolProgram.Commands, command => Assert.Contains($"`{command.Name}`", page, StringComparison.Ordinal));
        Assert.All(ToolProgram.Commands.SelectMany(static command => command.Options), option => Assert.Contains(option.Name, page, StringComparison.Ordinal));
    }

    private static ReferralProgram Program(int amount) => ReferralProgram.Create("shop", p => p
        .Qualify(q => q.On("purchase").AtLeast(50, "EUR"))
        .RewardReferrer(r => r.Named("thanks").Flat(amount, "EUR").HeldFor(TimePeriod.Days(14))));

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await ToolProgram.RunAsync(arguments, output, errors, CancellationToken.None);
        return (code, output.ToString().ReplaceLineEndings("\n"), errors.ToString().ReplaceLineEndings("\n"));
    }
}
