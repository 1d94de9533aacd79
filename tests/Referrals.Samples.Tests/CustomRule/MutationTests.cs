using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;

namespace Referrals.Samples.Tests.CustomRule;

/// <summary>
/// Whether the sample's tests are worth copying: each slip in its rules or its program, compiled together with the tests, must fail at least one of them.
/// </summary>
public sealed class MutationTests
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading.Tasks;
        global using Xunit;
        """;

    [Fact]
    public async Task Sample_as_it_is_passes_its_tests() => Assert.Empty(await FailedAsync("MarginShare.cs", string.Empty, string.Empty));

    [Theory]
    [InlineData("MarginShare.cs", "RoundingMode.Down", "RoundingMode.Up")]
    [InlineData("MarginShare.cs", "margin <= 0", "margin < 0")]
    [InlineData("MarginShare.cs", "reward > most ? most : reward", "reward < most ? most : reward")]
    [InlineData("MarginShare.cs", "margin += line.Amount.Value - cost", "margin = line.Amount.Value - cost")]
    [InlineData("GrowingThanks.cs", "TimeFrame.CalendarMonth", "TimeFrame.CalendarYear")]
    [InlineData("GrowingThanks.cs", ") - 1;", ");")]
    [InlineData("BirthdayMonth.cs", "InZone(context.Zone)", "InUtc()")]
    [InlineData("BirthdayMonth.cs", "ConditionAnswer.Unknown(required", "ConditionAnswer.NotMet(required")]
    [InlineData("SameHousehold.cs", "is { } home && home == ", "is var home && home == ")]
    [InlineData("bookshop.json", "\"days\": 14", "\"days\": 13")]
    [InlineData("bookshop.json", "\"calendarMonth\"", "\"lifetime\"")]
    [InlineData("bookshop.json", "\"calendarYear\"", "\"lifetime\"")]
    [InlineData("bookshop.json", "\"whenOverdue\": \"reject\"", "\"whenOverdue\": \"approve\"")]
    [InlineData("bookshop.json", "Europe/Berlin", "Europe/London")]
    public async Task Slip_is_caught(string file, string written, string slip) => Assert.NotEmpty(await FailedAsync(file, written, slip));

    /// <summary>The tests of the sample that fail with the slip.</summary>
    private static async Task<IReadOnlyList<string>> FailedAsync(string file, string written, string slip)
    {
        using var folder = new TemporaryFolder();
        var sample = TestTree.PathOf("samples", "CustomRule");
        var original = Path.Combine(sample, file);
        var text = await File.ReadAllTextAsync(original);
        Assert.True(text.Contains(written, StringComparison.Ordinal), $"'{written}' is not in {file} any more; change the mutation.");
        var mutant = Path.Combine(folder.Path, file);
        await File.WriteAllTextAsync(mutant, written.Length == 0 ? text : text.Replace(written, slip, StringComparison.Ordinal));
        var usings = Path.Combine(folder.Path, "Usings.cs");
        await File.WriteAllTextAsync(usings, GlobalUsings);
        var image = Path.Combine(folder.Path, "mutant.dll");
        string[] sources =
        [
            .. Directory.GetFiles(sample, "*.cs").Where(static path => Path.GetFileName(path) != "Program.cs"),
            .. Directory.GetFiles(TestTree.PathOf("samples", "CustomRule.Tests"), "*.cs"),
        ];
        string[] arguments =
        [
            "-nologo", "-target:library", "-langversion:latest", "-nullable:enable", "-warn:0", "-nostdlib", "-noconfig", $"-out:{image}",
            $"-resource:{Mutated(Path.Combine(sample, "bookshop.json"))},bookshop.json",
            .. References().Select(static path => $"-reference:{path}"),
            .. sources.Select(Mutated),
            usings,
        ];
        var response = Path.Combine(folder.Path, "mutant.rsp");
        await File.WriteAllLinesAsync(response, arguments.Select(static argument => $"\"{argument}\""));
        await CompileAsync(response);
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            using var stream = new MemoryStream(await File.ReadAllBytesAsync(image));
            return await RunAsync(context.LoadFromStream(stream));
        }
        finally
        {
            context.Unload();
        }

        string Mutated(string path) => path == original ? mutant : path;
    }

    private static async Task CompileAsync(string response)
    {
        var compiler = typeof(MutationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "Compiler").Value!;
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", compiler, $"@{response}"]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }

    private static IEnumerable<string> References() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static path => Path.GetFileNameWithoutExtension(path) is not ("CustomRule" or "CustomRule.Tests"));

    private static async Task<IReadOnlyList<string>> RunAsync(Assembly tests)
    {
        var failed = new List<string>();
        foreach (var test in tests.GetExportedTypes().SelectMany(static type => type.GetMethods()).Where(static test => test.IsDefined(typeof(FactAttribute))))
        {
            object?[][] cases = test.IsDefined(typeof(TheoryAttribute))
                ? [.. test.GetCustomAttributes<InlineDataAttribute>().SelectMany(data => data.GetData(test))]
                : [[]];
            foreach (var one in cases)
            {
                try
                {
                    if (test.Invoke(Activator.CreateInstance(test.DeclaringType!), one) is Task running)
                    {
                        await running;
                    }
                }
                catch (Exception exception)
                {
                    failed.Add($"{test.Name}: {(exception.InnerException ?? exception).Message}");
                }
            }
        }

        return failed;
    }
}
