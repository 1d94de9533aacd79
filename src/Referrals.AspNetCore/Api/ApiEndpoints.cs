using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Referrals.AspNetCore.Landing;
using Referrals.AspNetCore.Pages;
using Referrals.AspNetCore.Visitors;

namespace Referrals.AspNetCore.Api;

/// <summary>The JSON API for single-page and mobile applications: what the participant page shows and does.</summary>
internal static class ApiEndpoints
{
    internal const string Path = "/api";
    private const string ProblemJson = "application/problem+json";
    private const int DefaultTake = 50;
    private const int MaxTake = 200;

    internal static void Map(RouteGroupBuilder prefix, WebSite site)
    {
        var api = prefix.MapGroup(Path).WithTags("Referrals");

        _ = api.MapGet("/program", IResult (HttpContext context) => ApiAnswer.Read(new ApiReading(site, context).Program(), ApiJson.Default.ProgramView))
            .WithSummary("The offer and the terms of the program, for both sides.")
            .Produces<ProgramView>();

        _ = api.MapPost("/code", async Task<IResult> (HttpContext context) => await EnterCodeAsync(context, site).ConfigureAwait(false))
            .WithSummary("Uses a code that a visitor has typed, and remembers it in the visitor's cookie where consent allows.")
            .Accepts<CodeRequest>("application/json")
            .Produces<CodeView>()
            .Produces<Problem>(StatusCodes.Status400BadRequest, ProblemJson)
            .Produces<Problem>(StatusCodes.Status422UnprocessableEntity, ProblemJson)
            .Produces<Problem>(StatusCodes.Status429TooManyRequests, ProblemJson);

        var me = api.MapGroup("/me");
        _ = Own(me.MapGet("/", async Task<IResult> (HttpContext context) =>
                await SignedInAsync(context, site, ReadMeAsync).ConfigureAwait(false)))
            .WithSummary("Code, link, ways to share, balances, progress, and what did not count and why.")
            .Produces<ParticipantState>();

        _ = Own(me.MapGet("/friends", (HttpContext context, string? after, int? take) =>
                SignedInAsync(context, site, (reading, customer) => ReadFriendsAsync(reading, customer, after, take))))
            .WithSummary("The friends and how far each is, the latest first.")
            .Produces<FriendsPage>()
            .Produces<Problem>(StatusCodes.Status400BadRequest, ProblemJson);

        _ = Own(me.MapGet("/rewards", (HttpContext context, string? after, int? take) =>
                SignedInAsync(context, site, (reading, customer) => ReadRewardsAsync(reading, customer, after, take))))
            .WithSummary("The rewards with their states and dates, the latest first.")
            .Produces<RewardsPage>()
            .Produces<Problem>(StatusCodes.Status400BadRequest, ProblemJson);

        _ = Write(me.MapPost("/enrollment", async Task<IResult> (HttpContext context) =>
                await SignedInAsync(context, site, EnrollAsync).ConfigureAwait(false)))
            .WithSummary("Takes part: gives the code and link, the same ones each time. It needs no idempotency key.")
            .Produces<CodeView>();

        _ = Write(me.MapPost("/shares", async Task<IResult> (HttpContext context, [FromHeader(Name = ApiRequest.KeyHeader)] string? key) =>
                await SignedInAsync(context, site, (reading, customer) => ShareAsync(reading, customer, key)).ConfigureAwait(false)))
            .WithSummary("Records that the customer has shared through a channel. Needs an idempotency key.")
            .Accepts<ShareRequest>("application/json")
            .Produces<Outcome>();

        _ = Write(me.MapPost("/choices", async Task<IResult> (HttpContext context, [FromHeader(Name = ApiRequest.KeyHeader)] string? key) =>
                await SignedInAsync(context, site, (reading, customer) => ChooseAsync(reading, customer, key)).ConfigureAwait(false)))
            .WithSummary("Chooses among the rewards that a rule offers. Needs an idempotency key.")
            .Accepts<ChoiceRequest>("application/json")
            .Produces<Outcome>();
    }

    private static RouteHandlerBuilder Own(RouteHandlerBuilder endpoint) => endpoint.Produces<Problem>(StatusCodes.Status401Unauthorized, ProblemJson);

    private static RouteHandlerBuilder Write(RouteHandlerBuilder endpoint) => Own(endpoint)
        .Produces<Problem>(StatusCodes.Status400BadRequest, ProblemJson)
        .Produces<Problem>(StatusCodes.Status415UnsupportedMediaType, ProblemJson)
        .Produces<Problem>(StatusCodes.Status422UnprocessableEntity, ProblemJson);

    /// <summary>Answers for whoever is signed in, and nobody else.</summary>
    private static async Task<IResult> SignedInAsync(HttpContext context, WebSite site, Func<ApiReading, WebCustomer, ValueTask<IResult>> answer) =>
        await site.Options.Customer!(context).ConfigureAwait(false) is { } customer
            ? await answer(new ApiReading(site, context), customer).ConfigureAwait(false)
            : ApiAnswer.Problem(StatusCodes.Status401Unauthorized, ApiCodes.NotSignedIn, "Nobody is signed in.");

    private static async ValueTask<IResult> ReadMeAsync(ApiReading reading, WebCustomer customer) =>
        ApiAnswer.Read(await reading.ParticipantAsync(customer).ConfigureAwait(false), ApiJson.Default.ParticipantState);

    private static ValueTask<IResult> ReadFriendsAsync(ApiReading reading, WebCustomer customer, string? after, int? take) => PagedAsync(take, async count =>
        ApiAnswer.Read(await reading.FriendsAsync(customer, after, count).ConfigureAwait(false), ApiJson.Default.FriendsPage));

    private static ValueTask<IResult> ReadRewardsAsync(ApiReading reading, WebCustomer customer, string? after, int? take) => PagedAsync(take, async count =>
        ApiAnswer.Read(await reading.RewardsAsync(customer, after, count).ConfigureAwait(false), ApiJson.Default.RewardsPage));

    private static async ValueTask<IResult> PagedAsync(int? take, Func<int, ValueTask<IResult>> read)
    {
        if (take is < 1 or > MaxTake)
        {
            return ApiRequest.BadValue("take", $"from 1 to {MaxTake}");
        }

        try
        {
            return await read(take ?? DefaultTake).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            return ApiRequest.BadValue("after", "the 'next' of the page before, or be left out for the first page");
        }
    }

    private static async Task<IResult> EnterCodeAsync(HttpContext context, WebSite site)
    {
        var (request, fault) = await ApiRequest.ReadAsync(context, ApiJson.Default.CodeRequest).ConfigureAwait(false);
        if (request is null)
        {
            return fault!;
        }

        if (!context.RequestServices.GetRequiredService<AddressLimiter>().AllowsCode(context))
        {
            context.Response.Headers.RetryAfter = "60";
            return ApiAnswer.Problem(StatusCodes.Status429TooManyRequests, ApiCodes.TooOften, "Too many codes were tried from this address.", "Wait a minute.");
        }

        var entry = await CodeEntry.EnterAsync(context, site, request.Code).ConfigureAwait(false);
        var program = site.ProgramOf(context);
        return entry.Code is { } code
            ? ApiAnswer.Done(
                new CodeView(code.Value, program.Codes.Format(code), program.Links?.Build(code), nameof(Codes.CodeStatus.Usable)),
                ApiJson.Default.CodeView)
            : ApiAnswer.Problem(
                StatusCodes.Status422UnprocessableEntity, ApiCodes.CodeNotUsable, new Page(site, context, CodeEntry.Path).Texts.CodeWrong);
    }

    private static async ValueTask<IResult> EnrollAsync(ApiReading reading, WebCustomer customer)
    {
        // A form of another site cannot send JSON, so even this request without content has to be said to hold some.
        if (!reading.Context.Request.HasJsonContentType())
        {
            return ApiAnswer.Problem(
                StatusCodes.Status415UnsupportedMediaType, ApiCodes.NotJson, "The request is not JSON.", "Send {} with Content-Type: application/json.");
        }

        var enrolled = await reading.Engine.EnrollAsync(ParticipantPage.EnrollmentOf(customer), reading.Context.RequestAborted).ConfigureAwait(false);
        return enrolled.HasCode
            ? ApiAnswer.Done(
                new CodeView(enrolled.Code.Value, enrolled.DisplayCode, enrolled.Link, nameof(Codes.CodeStatus.Usable)), ApiJson.Default.CodeView)
            : ApiAnswer.Refused(enrolled.Decision);
    }

    private static async ValueTask<IResult> ShareAsync(ApiReading reading, WebCustomer customer, string? header)
    {
        var (request, fault) = await ApiRequest.ReadAsync(reading.Context, ApiJson.Default.ShareRequest).ConfigureAwait(false);
        return request is null ? fault!
            : ApiRequest.KeyOf(header, "share", customer.Id) is not { } key ? ApiRequest.NoKey()
            : !Channel.TryFrom(request.Channel, out var channel) ? ApiRequest.BadValue("channel", "the name of a channel, such as 'whatsapp'")
            : Answer(await reading.Engine.ShareAsync(Share.Of(key, customer.Id, channel), reading.Context.RequestAborted).ConfigureAwait(false));
    }

    private static async ValueTask<IResult> ChooseAsync(ApiReading reading, WebCustomer customer, string? header)
    {
        var (request, fault) = await ApiRequest.ReadAsync(reading.Context, ApiJson.Default.ChoiceRequest).ConfigureAwait(false);
        if (request is null)
        {
            return fault!;
        }

        if (ApiRequest.KeyOf(header, "choice", customer.Id) is not { } key)
        {
            return ApiRequest.NoKey();
        }

        try
        {
            var choice = RewardChoice.Of(customer.Id, request.Rule ?? string.Empty, request.Option ?? string.Empty).WithKey(key);
            return Answer(await reading.Engine.ChooseRewardAsync(choice, reading.Context.RequestAborted).ConfigureAwait(false));
        }
        catch (ArgumentException)
        {
            return ApiRequest.BadValue("rule' or 'option", "a name of 1 to 128 characters, as the terms have it");
        }
    }

    private static ApiAnswer Answer(Decision decision) => decision.IsAccepted
        ? ApiAnswer.Done(new Outcome(decision.Code, decision.IsRepeated), ApiJson.Default.Outcome)
        : ApiAnswer.Refused(decision);
}
