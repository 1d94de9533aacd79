using Referrals;
using Referrals.Serialization;
using Referrals.Storage;
using Replay.Tables;

namespace Replay.Reading;

/// <summary>The program: the file that was named, else the folder's own, else the one that comes with the sample.</summary>
internal static class ProgramFile
{
    public static string Choose(string? named, string folder) =>
        named ?? (File.Exists(Path.Combine(folder, "program.json"))
            ? Path.Combine(folder, "program.json")
            : Path.Combine(AppContext.BaseDirectory, "programs", "default.json"));

    /// <returns>The program; <c>null</c> if it is wrong, with everything that is wrong in the list.</returns>
    public static ReferralProgram? Read(string path, FaultList faults)
    {
        var file = Path.GetFileName(path);
        try
        {
            var program = ProgramJson.Read(File.ReadAllText(path));
            _ = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
            return program;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add(path, "the program cannot be read", exception.Message);
        }
        catch (ReferralProgramException exception)
        {
            foreach (var finding in exception.Findings)
            {
                faults.Add(new Fault(file, finding.Line, finding.Path, null, finding.Message.TrimEnd('.'), $"[{finding.Code}]"));
            }
        }

        return null;
    }

    /// <summary>The currency of amounts that name none: the first money that the program gives.</summary>
    public static Unit? Currency(ReferralProgram program)
    {
        var money = program.Incentives.SelectMany(static incentive => incentive.Units)
            .Concat(program.Budgets.Select(static budget => budget.Amount.Unit))
            .Where(static unit => unit.IsMoney)
            .ToList();
        return money.Count > 0 ? money[0] : null;
    }
}
