using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Referrals;
using Referrals.EntityFrameworkCore;

namespace Desk;

/// <summary>Reads the command line, opens the file, and runs one command.</summary>
internal static class DeskProgram
{
    private const string Usage =
        """
        desk [--database FILE] [--now INSTANT] [--by NAME] COMMAND

          demo                          fill a new file with a small history
          search TEXT                   a customer, a code or link, an order, or the key of an input
          friends CUSTOMER              whom a customer has referred, and how far each is
          explain ORDER-OR-KEY          what was decided, and why
          held                          referrals that are held
          review                        rewards in review
          approve CUSTOMER-OR-REWARD    [REASON]
          reject CUSTOMER-OR-REWARD     REASON
          ban CUSTOMER REASON           no referrals any more
          lift CUSTOMER REASON          they may refer again
          bans                          who is banned
          grant CUSTOMER AMOUNT REASON  a reward by hand
          take REWARD REASON            a reward back by hand
          amend ORDER AMOUNT            what the order should have been
          refund ORDER                  the whole order
          leaders MONTH                 referrers of a month such as 2026-03, by what happened in it
          payouts                       what is on its way
          pay BATCH                     start payouts to everybody who is due one
          confirm PAYOUT                the money has arrived
          programs                      versions of the program, and who changed what
          draft FILE REASON             keep a version from a JSON file; it decides nothing yet
          try VERSION                   what is unwise about it, and what it would have cost
          publish VERSION REASON [DAY]  in force now, or from a day on
        """;

    /// <summary>The rules of the shop whose desk it is.</summary>
    internal static readonly ReferralProgram Program = ReferralProgram.Create("lamps", p => p
        .Named("Lamps for friends")
        .InZone("Europe/Paris")
        .ChosenCodes()
        .Links("https://lamps.example/r/{code}")
        .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR"))
        .Guard(g => g
            .Against(Guard.ReferralsPerReferrer(2, TimePeriod.Days(1)))
            .Reviewed(within: TimePeriod.Days(14), whenOverdue: WhenOverdue.Reject))
        .RewardReferrer(r => r.Named("thank-you").Flat(10, "EUR").AtMost(50, "EUR", per: TimeFrame.CalendarMonth).HeldFor(TimePeriod.Days(7)))
        .RewardReferee(r => r.Named("welcome").Flat(5, "EUR").Reviewed(within: TimePeriod.Days(10), whenOverdue: WhenOverdue.Approve))
        .PayOutFrom(10, "EUR"));

    /// <summary>Runs one command; gives the exit code: 0 if it did what it was told.</summary>
    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var (database, clock, by, command) = Read(args);
            await using var provider = Services(database, clock).BuildServiceProvider();
            await using var scope = provider.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ReferralsDbContext>().Database.CreateReferralsSchemaAsync(cancellationToken);
            var desk = new DeskCommands(scope.ServiceProvider.GetRequiredService<ReferralEngine>(), by, output);
            return await desk.RunAsync(command, cancellationToken) ? 0 : 1;
        }
        catch (UsageException exception)
        {
            await error.WriteLineAsync($"{exception.Message}\n\n{Usage}");
            return 2;
        }
        catch (Exception exception) when (exception is ReferralsException or ReferralProgramException or DbException or ArgumentException)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static (string Database, IClock Clock, string By, string[] Command) Read(string[] args)
    {
        var (database, clock, by) = ("desk.db", (IClock)SystemClock.Instance, "desk");
        var place = 0;
        for (; place < args.Length && args[place].StartsWith("--", StringComparison.Ordinal); place += 2)
        {
            var value = place + 1 < args.Length ? args[place + 1] : throw new UsageException($"{args[place]} takes a value.");
            (database, clock, by) = args[place] switch
            {
                "--database" => (value, clock, by),
                "--by" => (database, clock, value),
                "--now" => (
                    database,
                    new Standing(InstantPattern.ExtendedIso.Parse(value) is { Success: true } now
                        ? now.Value
                        : throw new UsageException($"'{value}' is not an instant such as 2026-03-12T09:00:00Z.")),
                    by),
                _ => throw new UsageException($"There is no option {args[place]}."),
            };
        }

        return place < args.Length ? (database, clock, by, args[place..]) : throw new UsageException("A command is missing.");
    }

    private static ServiceCollection Services(string database, IClock clock)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddDbContext<ReferralsDbContext>(options => options.UseSqlite($"Data Source={database};Pooling=False"));
        services.AddReferrals(r => r.AddProgram(Program).StorePrograms()).UseEntityFrameworkCore<ReferralsDbContext>();
        return services;
    }

    /// <summary>A clock that shows what <c>--now</c> says, so that a session can be repeated.</summary>
    private sealed class Standing(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }
}

/// <summary>The command line is not one that the desk understands.</summary>
internal sealed class UsageException(string message) : Exception(message);
