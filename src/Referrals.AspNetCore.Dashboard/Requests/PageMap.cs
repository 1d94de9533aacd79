using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Referrals.AspNetCore.Dashboard.Pages;

namespace Referrals.AspNetCore.Dashboard.Requests;

/// <summary>Maps pages and what their forms do, each with the headers and checks that all of them share.</summary>
internal sealed class PageMap(RouteGroupBuilder group, DashboardSite site)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>A page, or a file of one.</summary>
    internal void Read(string path, Func<DashboardRequest, Task<IResult>> page) =>
        group.MapMethods(path, Reading, Answering(path, page)).ExcludeFromDescription();

    /// <summary>A file that only those read who have a permission.</summary>
    internal void Read(string path, DashboardPermission permission, Func<DashboardRequest, Task<IResult>> file) =>
        Guarded(permission, group.MapMethods(path, Reading, Answering(path, request =>
            request.May(permission) ? file(request) : Task.FromResult(Refused(request, permission)))));

    /// <summary>A page whose question comes in a form, because it can hold what must not stand in an address.</summary>
    internal void Ask(string path, Func<DashboardForm, Task<IResult>> answer) =>
        group.MapPost(path, Answering(path, request => FilledAsync(request, answer))).ExcludeFromDescription();

    /// <summary>What a form decides. Who lacks the permission is refused by the host's own policy, or by nobody having it.</summary>
    internal void Decide(string path, DashboardPermission permission, Func<DashboardForm, Task<IResult>> decide) =>
        Guarded(permission, group.MapPost(path, Answering(path, request =>
            request.May(permission) ? FilledAsync(request, form => DecidedAsync(form, decide)) : Task.FromResult(Refused(request, permission)))));

    /// <summary>A form without its key could not be told from the next one.</summary>
    private static Task<IResult> DecidedAsync(DashboardForm form, Func<DashboardForm, Task<IResult>> decide) => form[DashboardForm.KeyField].Length > 0
        ? decide(form)
        : Task.FromResult(Note(form.Request, "form.expired.title", form.Request.Texts["form.expired"], StatusCodes.Status400BadRequest));

    private void Guarded(DashboardPermission permission, IEndpointConventionBuilder endpoint)
    {
        _ = endpoint.ExcludeFromDescription();
        if (site.Options.PolicyOf(permission) is { } policy)
        {
            _ = endpoint.RequireAuthorization(policy);
        }
    }

    private static async Task<IResult> FilledAsync(DashboardRequest request, Func<DashboardForm, Task<IResult>> answer) =>
        await DashboardForm.ReadAsync(request).ConfigureAwait(false) is { } form
            ? await answer(form).ConfigureAwait(false)
            : Note(request, "form.expired.title", request.Texts["form.expired"], StatusCodes.Status400BadRequest);

    private static IResult Refused(DashboardRequest request, DashboardPermission permission) => Note(
        request,
        "form.refused.title",
        request.Operator is null ? request.Texts["form.nameless"] : request.Texts.Fill("form.refused", permission),
        StatusCodes.Status403Forbidden);

    internal static IResult Note(DashboardRequest request, string title, string text, int status) =>
        PageResult.Of(request, title, null, Notes.Of(request.Texts[title], text), status);

    private RequestDelegate Answering(string path, Func<DashboardRequest, Task<IResult>> answer) => async context =>
    {
        var request = await DashboardRequest.OfAsync(context, site, path).ConfigureAwait(false);
        PageResult.SetHeaders(context.Response);
        var result = request.HasProgram || path == PublishingEndpoint.EditPath
            ? await answer(request).ConfigureAwait(false)
            : PageResult.Of(request, "publishing.first", null, PublishingPage.First(request));
        await result.ExecuteAsync(context).ConfigureAwait(false);
    };
}
